package io.firenet.core.training.averaging;

import java.io.IOException;
import java.util.List;

/** The workers that train a network together, wherever they are. */
public interface Crew {

  /**
   * How many there are.
   *
   * @return at least 1
   */
  int workers();

  /**
   * Lets each worker do its share, from the same weights.
   *
   * @param shared the weights to begin with
   * @param shares one for each worker
   * @param places where the worker of each share was last, empty if nowhere
   * @return the sum of what they came to
   * @throws IOException if a case cannot be read
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  Contribution round(SharedWeights shared, List<Share> shares, List<String> places)
      throws IOException, InterruptedException;
}
