package org.example;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.folder.FolderDataset;

/** The dataset __NAME__: a folder in the layout of the Medical Segmentation Decathlon. */
@ServiceProvider(DatasetProvider.class)
public final class __CLASS__ extends FolderDataset {

  public __CLASS__() {
    super(
        DatasetDescriptor.builder("__NAME__") // as in --data __NAME__=DIR
            .title("__TITLE__") // __MARK__a title for people
            .channels(__CHANNELS__) // __MARK__the image channels, in the order of "modality"
            .labels(__LABELS__) // __MARK__the labels 0, 1, …
            .decoder("segmentation") // the kind of head it trains with
            .licence("__LICENCE__") // __MARK__the licence of the images; models carry it
            .citation("__CITATION__") // __MARK__what to cite
            .build());
  }
}
