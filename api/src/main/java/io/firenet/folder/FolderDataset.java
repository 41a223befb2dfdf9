package io.firenet.folder;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import java.io.IOException;

/**
 * A dataset that is read from a folder of labelled images, of any {@link FolderLayout} that is
 * known, see {@link LabelledFolder}. A plugin extends it with its descriptor; one that makes its
 * images, or has no label maps, implements {@link DatasetProvider} itself. Where a descriptor is
 * all there is, a {@link DeclaredDataset} needs no class.
 */
public abstract class FolderDataset implements DatasetProvider {

  private final DatasetDescriptor descriptor;

  /**
   * A dataset of this description.
   *
   * @param descriptor what it is
   */
  protected FolderDataset(DatasetDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public final DatasetDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return LabelledFolder.open(source, descriptor);
  }
}
