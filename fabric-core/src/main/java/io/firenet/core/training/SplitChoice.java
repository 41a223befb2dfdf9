package io.firenet.core.training;

import io.firenet.core.data.Split;
import io.firenet.dataset.Dataset;
import java.io.IOException;
import java.util.Optional;

/** Where the splits of a new run come from. */
@FunctionalInterface
public interface SplitChoice {

  /** All are drawn, as the settings say. */
  SplitChoice DRAWN = dataset -> Optional.empty();

  /**
   * The split of a dataset; empty for one that is drawn.
   *
   * @param dataset an opened dataset of the run
   * @return the split, each of whose cases the dataset has
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it does not fit the dataset
   */
  Optional<Split> of(Dataset dataset) throws IOException;
}
