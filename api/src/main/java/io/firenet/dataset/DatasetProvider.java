package io.firenet.dataset;

import java.io.IOException;

/**
 * Extension point: a dataset. Implementations are found as OSGi bundles or by {@link
 * java.util.ServiceLoader}; they need a public constructor without parameters and must be
 * stateless.
 */
public interface DatasetProvider {

  /** {@return what the dataset is; must be the same at every call and read no file} */
  DatasetDescriptor descriptor();

  /**
   * Opens the dataset. Lists the cases but reads no image: a damaged image is the matter of its
   * case.
   *
   * @param source the folder that the user named and the options given with it
   * @return its cases, none of which is read yet
   * @throws InvalidDatasetException if the folder is not this dataset; the message says what was
   *     looked for and what was found
   * @throws IOException if it cannot be read
   */
  Dataset open(DatasetSource source) throws IOException;
}
