package io.firenet.format.dicom.data;

import java.util.List;

/** What an attribute holds. */
public sealed interface Element {

  /**
   * A value.
   *
   * @param vr its representation, {@code UN} where the file does not say
   * @param bytes as in the file
   */
  record Value(String vr, byte[] bytes) implements Element {}

  /** Nested data sets. */
  record Items(List<DataSet> items) implements Element {
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A long value that is still in the file.
   *
   * @param offset where it starts, in the decompressed file
   * @param length in bytes
   */
  record Deferred(long offset, long length) implements Element {}

  /**
   * Compressed pixels that are still in the file.
   *
   * @param offsetTable where frames start, from the first fragment on; empty if the file does not
   *     say
   * @param fragments without the offset table
   */
  record Fragments(List<Long> offsetTable, List<Deferred> fragments) implements Element {
    public Fragments {
      offsetTable = List.copyOf(offsetTable);
      fragments = List.copyOf(fragments);
    }
  }
}
