package io.firenet.core.report.document;

import java.util.List;

/**
 * A part of a document with a heading of its own.
 *
 * @param id unique in the document: lower case letters, digits and dashes
 * @param title its heading
 * @param blocks what it consists of
 */
public record Section(String id, String title, List<Block> blocks) {

  public Section {
    blocks = List.copyOf(blocks);
  }
}
