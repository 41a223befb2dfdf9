package io.firenet.dataset;

import java.io.IOException;

/**
 * A dataset that is read from a folder in the layout of the Decathlon, see {@link DecathlonFolder}.
 * A plugin extends it with its descriptor; one that reads another layout implements {@link
 * DatasetProvider} itself.
 */
public abstract class DecathlonDataset implements DatasetProvider {

  private final DatasetDescriptor descriptor;

  protected DecathlonDataset(DatasetDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public final DatasetDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return DecathlonFolder.open(source, descriptor);
  }
}
