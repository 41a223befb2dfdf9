package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.WorkTime;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.Tuning;

/** What the nodes of a step are expected to take, as {@link Tuning} has it. */
record NodeTime(Tuning tuning, int threads) implements WorkTime {

  private static final double LEAST_MICROS = 10;

  /** How often a convolution hands something over on its way forward or back. */
  private static final double HAND_OVERS = 2.5;

  @Override
  public double alone(ElementType type, double flop, double bytes) {
    return LEAST_MICROS + tuning.multiplying(flop, type) + bytes / tuning.memoryBytesPerMicro();
  }

  @Override
  public double together(double alone) {
    return Math.min(alone, alone / threads + HAND_OVERS * tuning.handingOverMicros());
  }

  @Override
  public double handingOver() {
    return tuning.handingOverMicros();
  }
}
