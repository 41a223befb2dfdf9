package io.firenet.server.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A folder of the temporary one that holds what belongs to one image or job. */
public final class Room implements AutoCloseable {

  private final TemporaryFolder owner;
  private final Path folder;
  private long bytes;
  private boolean closed;

  Room(TemporaryFolder owner, Path folder) {
    this.owner = owner;
    this.folder = folder;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /**
   * Counts what has been written into it since.
   *
   * @throws io.firenet.server.http.Refusal if it is more than there is room for
   */
  public synchronized void count() throws IOException {
    if (closed) {
      return;
    }
    long now = TemporaryFolder.bytesIn(folder);
    if (now > bytes) {
      owner.reserve(now - bytes);
    } else {
      owner.release(bytes - now);
    }
    bytes = now;
  }

  /** Removes it with all that is in it. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      TemporaryFolder.remove(folder);
      owner.release(bytes);
    }
  }
}
