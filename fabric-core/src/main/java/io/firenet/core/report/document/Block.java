package io.firenet.core.report.document;

/** What a section consists of. */
public sealed interface Block permits Block.Paragraph, Block.Notice, Table, Figure {

  /** Running text. */
  record Paragraph(String text) implements Block {}

  /** Text that must not be overlooked. */
  record Notice(String text) implements Block {}
}
