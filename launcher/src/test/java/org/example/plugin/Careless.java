package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;

/** Is loaded in vain. */
@ServiceProvider(DatasetProvider.class)
public final class Careless extends EmptyDataset {

  private static final int[] SIZES = new int[Integer.parseInt("three")];

  public Careless() {
    super("careless-" + SIZES.length);
  }
}
