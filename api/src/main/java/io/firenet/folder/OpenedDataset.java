package io.firenet.folder;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import java.util.List;

/** A dataset of files. */
record OpenedDataset(DatasetDescriptor descriptor, List<Case> cases, List<String> notes)
    implements Dataset {

  OpenedDataset {
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }
}
