package io.firenet.dataset;

import java.io.IOException;

/**
 * A dataset that is read from a folder of labelled images, in the layout of the Decathlon or
 * another one that is known, see {@link DecathlonFolder}. A plugin extends it with its descriptor;
 * one that makes its images, or has no label maps, implements {@link DatasetProvider} itself. Where
 * a descriptor is all there is, a {@link DeclaredDataset} needs no class.
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
