package io.firenet.dataset;

import java.util.List;

/** A dataset of files. */
record OpenedDataset(DatasetDescriptor descriptor, List<Case> cases, List<String> notes)
    implements Dataset {

  OpenedDataset {
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }
}
