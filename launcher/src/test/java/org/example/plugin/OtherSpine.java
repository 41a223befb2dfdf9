package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;

/** Claims the name of {@link Spine}. */
@ServiceProvider(DatasetProvider.class)
public final class OtherSpine extends EmptyDataset {
  public OtherSpine() {
    super("bones-spine");
  }
}
