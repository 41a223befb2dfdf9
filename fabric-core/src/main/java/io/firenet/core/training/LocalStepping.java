package io.firenet.core.training;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.core.training.sample.SampleQueue;
import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** One step after the other in this process. */
record LocalStepping(TrainingConfig config, CaseCache cache, Compute compute) implements Stepping {

  @Override
  public Epoch begin(TrainingEngine engine, EpochPlan plan, int number, TrainingListener listener) {
    SampleQueue samples = new SampleQueue(cache, config, plan);
    int planned = plan.steps().size();
    return new Epoch() {

      private int done;
      private long waitNanos;

      @Override
      public List<Step> next(IntToDoubleFunction rates) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        PreparedCase sample = samples.next();
        waitNanos += System.nanoTime() - asked;
        double rate = rates.applyAsDouble(0);
        listener.stepBegins(number, ++done, planned, sample.dataset());
        double loss = step(engine, sample, rate);
        return List.of(new Step(sample.dataset(), sample.id(), sample.size(), loss));
      }

      @Override
      public double waitSeconds() {
        return waitNanos / 1e9;
      }

      @Override
      public void close() {
        samples.close();
      }
    };
  }

  private double step(TrainingEngine engine, PreparedCase sample, double rate)
      throws InvalidDatasetException {
    try {
      return engine
          .network(sample.dataset())
          .step(sample.image().data(), sample.target(), sample.size(), rate)
          .finalOutput();
    } catch (OutOfDeviceMemoryException e) {
      throw MemoryPlan.exceeded(config, compute, sample, e);
    }
  }
}
