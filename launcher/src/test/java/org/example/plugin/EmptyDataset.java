package org.example.plugin;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;

/** A dataset that is listed and never opened. */
public abstract class EmptyDataset implements DatasetProvider {

  private final String name;

  protected EmptyDataset(String name) {
    this.name = name;
  }

  @Override
  public DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder(name)
        .title(getClass().getSimpleName())
        .channels("CT")
        .labels("background", "bone")
        .licence("CC0")
        .citation("nobody")
        .needsFolder(false)
        .build();
  }

  @Override
  public Dataset open(DatasetSource source) {
    throw new UnsupportedOperationException("nothing to open");
  }
}
