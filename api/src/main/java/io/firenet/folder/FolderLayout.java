package io.firenet.folder;

import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;

/**
 * Extension point: a way in which folders hold labelled images, such as nnU-Net's. Whoever opens a
 * dataset names a folder; the layout is found by what the folder holds. Implementations are found
 * by {@link java.util.ServiceLoader} or as OSGi bundles; they need a public constructor without
 * parameters and must be stateless.
 */
public interface FolderLayout {

  /** {@return what {@code layout=NAME} calls it: lower case letters and digits with dashes} */
  String name();

  /**
   * {@return what a folder of this layout has, for messages: {@code an nnU-Net dataset.json with
   * "channel_names"}}
   */
  String hallmark();

  /** How sure it is that a folder is of a layout. */
  enum Evidence {
    /** It is not. */
    NONE,
    /** It may be, if no other layout is sure. */
    POSSIBLE,
    /** It is. */
    CERTAIN
  }

  /**
   * Looks whether a folder is of this layout, by names and {@code dataset.json} alone.
   *
   * @param folder exists
   * @return how sure it is
   * @throws IOException if the folder cannot be listed or its {@code dataset.json} is no JSON
   */
  Evidence evidence(DatasetFolder folder) throws IOException;

  /**
   * Lists what a folder of this layout holds, without reading an image. A file that is missing is
   * the matter of its case.
   *
   * @param folder one for which {@link #evidence} was the strongest, or that the user says is of
   *     this layout
   * @return channels, labels and the files of each case
   * @throws InvalidDatasetException if it is not what the layout expects: what, where, expected,
   *     found, remedy in one line
   * @throws IOException if the folder cannot be listed
   */
  FolderContents list(DatasetFolder folder) throws IOException;
}
