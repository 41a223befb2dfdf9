package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;

/** Fails to say what it is. */
@ServiceProvider(DatasetProvider.class)
public final class Mute extends EmptyDataset {
  public Mute() {
    super("mute");
  }

  @Override
  public DatasetDescriptor descriptor() {
    throw new AssertionError("what am I?\nwho knows");
  }
}
