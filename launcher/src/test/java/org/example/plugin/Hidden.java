package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;

/** Nobody else can create it. */
@ServiceProvider(DatasetProvider.class)
public final class Hidden extends EmptyDataset {
  private Hidden() {
    super("hidden");
  }
}
