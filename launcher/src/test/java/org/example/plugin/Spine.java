package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;

/** Works. */
@ServiceProvider(DatasetProvider.class)
public final class Spine extends EmptyDataset {
  public Spine() {
    super("bones-spine");
  }
}
