package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;

/** Cannot be created. */
@ServiceProvider(DatasetProvider.class)
public final class Throwing extends EmptyDataset {
  public Throwing() {
    super("throwing");
    throw new IllegalStateException("no luck today\nnor tomorrow");
  }
}
