package io.firenet.dataset;

import java.util.List;

/** An opened dataset: its descriptor and its labelled cases. */
public interface Dataset {

  /**
   * {@return what it is: its provider's descriptor, but that options of the source may give other
   * labels}
   */
  DatasetDescriptor descriptor();

  /** {@return its cases, in an order that is the same at every opening} */
  List<Case> cases();

  /**
   * {@return what a user should know of how it was opened, such as files that are left out; a line
   * each}
   */
  default List<String> notes() {
    return List.of();
  }
}
