package io.firenet.dataset;

import java.util.List;

/** A dataset of files. */
record OpenedDataset(DatasetDescriptor descriptor, List<Case> cases) implements Dataset {}
