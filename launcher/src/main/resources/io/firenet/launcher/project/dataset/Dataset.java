package org.example;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.FolderDataset;
import java.util.List;

/** The dataset __NAME__: a folder in the layout of the Medical Segmentation Decathlon. */
@ServiceProvider(DatasetProvider.class)
public final class __CLASS__ extends FolderDataset {

  public __CLASS__() {
    super(
        new DatasetDescriptor(
            "__NAME__", // as in --data __NAME__=DIR
            "__TITLE__", // __MARK__a title for people
            List.of(__CHANNELS__), // __MARK__the image channels, in the order of "modality"
            List.of(__LABELS__), // __MARK__the labels 0, 1, …
            "segmentation", // the kind of head it trains with
            "__LICENCE__", // __MARK__the licence of the images; models carry it
            "__CITATION__", // __MARK__what to cite
            true)); // it needs a folder
  }
}
