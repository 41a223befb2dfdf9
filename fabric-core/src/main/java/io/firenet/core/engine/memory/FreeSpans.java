package io.firenet.core.engine.memory;

import java.util.Map;
import java.util.TreeMap;

/** Hands out spans of a line of memory, first fit; knows offsets only, not the memory itself. */
public final class FreeSpans {

  private final TreeMap<Long, Long> free = new TreeMap<>(); // offset → length

  /** A line of which all is free. */
  public FreeSpans(long length) {
    free.put(0L, length);
  }

  /** The offset of a span that is now taken, or −1 if none is long enough. */
  public long take(long length) {
    for (Map.Entry<Long, Long> span : free.entrySet()) {
      if (span.getValue() >= length) {
        long offset = span.getKey();
        long rest = span.getValue() - length;
        free.remove(offset);
        if (rest > 0) {
          free.put(offset + length, rest);
        }
        return offset;
      }
    }
    return -1;
  }

  /** Gives a span back. */
  public void release(long offset, long length) {
    long start = offset;
    long end = offset + length;
    Map.Entry<Long, Long> before = free.floorEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      start = before.getKey();
    }
    Long after = free.remove(end);
    free.put(start, end - start + (after == null ? 0 : after));
  }
}
