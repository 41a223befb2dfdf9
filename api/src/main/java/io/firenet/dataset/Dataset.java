package io.firenet.dataset;

import java.util.List;

/** An opened dataset: its descriptor and its labelled cases. */
public interface Dataset {

  /** What it is. */
  DatasetDescriptor descriptor();

  /** Its cases, in an order that is the same at every opening. */
  List<Case> cases();
}
