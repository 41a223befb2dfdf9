package io.firenet.core.engine.kernel;

/**
 * How weights follow their gradients: {@link Adam}, a decay of the weights that does not pass
 * through its moments (Loshchilov and Hutter 2019), and a running mean of the weights, which is
 * better than the last ones while these still jump (Polyak averaging, as an exponential mean).
 *
 * @param adam the update
 * @param weightDecay share of a weight that is taken off per update and unit of the learning rate;
 *     kernels of convolutions decay, the weights of norms, biases and sums do not
 * @param averaging what the running mean keeps of itself per update at most; 0 for no running mean
 */
public record Optimiser(Adam adam, double weightDecay, double averaging) {

  /** Adam alone, as the paper has it. */
  public static final Optimiser ADAM = new Optimiser(Adam.DEFAULT, 0, 0);

  /** Updates from one change of the running mean to the next, which saves reading all weights. */
  private static final int INTERVAL = 4;

  /** The running mean changes with every update at first. */
  private static final int EACH_UNTIL = 16;

  /** After {@code u} updates the running mean keeps at most {@code u/(WARM+u)} per update. */
  private static final int WARM = 9;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Optimiser {
    if (!(weightDecay >= 0 && weightDecay < 10)) {
      throw new IllegalArgumentException("weightDecay must be 0 to 10, got " + weightDecay);
    }
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("averaging must be in [0, 1), got " + averaging);
    }
  }

  /** Whether there is a running mean. */
  public boolean averages() {
    return averaging > 0;
  }

  /** Whether the running mean changes after this update, from 1. */
  public boolean averagesAfter(long update) {
    return averages() && (update <= EACH_UNTIL || update % INTERVAL == 0);
  }

  /**
   * What the running mean keeps of itself after this update, 0 to 1. It begins by following the
   * weights closely, and looks back over about the last tenth of a run until {@code averaging}
   * limits it.
   */
  public float kept(long update) {
    double perUpdate = Math.min(averaging, (double) update / (WARM + update));
    return (float) Math.pow(perUpdate, update <= EACH_UNTIL ? 1 : INTERVAL);
  }

  /** The factor of decaying weights in one update. */
  public float decayed(double rate) {
    return (float) (1 - rate * weightDecay);
  }
}
