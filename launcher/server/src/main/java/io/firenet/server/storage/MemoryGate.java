package io.firenet.server.storage;

import io.firenet.server.http.Refusal;

/** Memory for images that requests read side by side: who finds none has to come again. */
public final class MemoryGate {

  private final long capacity;
  private long taken;

  /**
   * @param capacity bytes for all together
   */
  public MemoryGate(long capacity) {
    this.capacity = capacity;
  }

  /** Memory that is taken until this is closed. */
  public final class Pass implements AutoCloseable {
    private final long bytes;

    private Pass(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      synchronized (MemoryGate.this) {
        taken -= bytes;
      }
    }
  }

  /**
   * Takes memory.
   *
   * @throws Refusal if it is more than there will ever be, or than there is now
   */
  public synchronized Pass take(long bytes) {
    if (bytes > capacity) {
      throw new Refusal(
          413,
          "the image takes %s MB in memory, this server reads images up to %s MB"
              .formatted(bytes >> 20, capacity >> 20));
    }
    if (taken + bytes > capacity) {
      throw new Refusal(503, "the server reads other images just now; try again", 2);
    }
    taken += bytes;
    return new Pass(bytes);
  }
}
