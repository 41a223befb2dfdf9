package org.example.plugin;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import java.util.List;

/** A dataset that is listed and never opened. */
public abstract class EmptyDataset implements DatasetProvider {

  private final String name;

  protected EmptyDataset(String name) {
    this.name = name;
  }

  @Override
  public DatasetDescriptor descriptor() {
    return new DatasetDescriptor(
        name,
        getClass().getSimpleName(),
        List.of("CT"),
        List.of("background", "bone"),
        "segmentation",
        "CC0",
        "nobody",
        false);
  }

  @Override
  public Dataset open(DatasetSource source) {
    throw new UnsupportedOperationException("nothing to open");
  }
}
