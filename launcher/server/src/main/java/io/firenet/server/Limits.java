package io.firenet.server;

import java.time.Duration;

/**
 * What a server takes.
 *
 * @param uploadBytes most bytes of a request
 * @param temporaryBytes most bytes of all images and results on disk
 * @param readingBytes most memory for images that are read side by side
 * @param cacheBytes most memory for voxels that are kept for the next pass
 * @param queue most jobs that wait
 * @param keep how long images and results that nobody asks for are kept
 * @param idle how long a model that nobody needs stays in memory
 */
public record Limits(
    long uploadBytes,
    long temporaryBytes,
    long readingBytes,
    long cacheBytes,
    int queue,
    Duration keep,
    Duration idle) {

  /**
   * @throws IllegalArgumentException if one is not positive
   */
  public Limits {
    if (uploadBytes < 1 || temporaryBytes < 1 || readingBytes < 1 || cacheBytes < 0 || queue < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (keep.compareTo(Duration.ZERO) <= 0 || idle.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "times must be positive, got %s and %s".formatted(keep, idle));
    }
  }

  /** Usual ones: 2 GB a request, 8 GB on disk, half of Java's heap for reading, an hour. */
  public static Limits usual() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(
        2L << 30, 8L << 30, heap / 2, heap / 8, 32, Duration.ofHours(1), Duration.ofMinutes(10));
  }

  /** These with another quota of the temporary folder and bound of a request. */
  public Limits withBytes(long upload, long temporary) {
    return new Limits(upload, temporary, readingBytes, cacheBytes, queue, keep, idle);
  }

  /** These with another queue. */
  public Limits withQueue(int jobs) {
    return new Limits(uploadBytes, temporaryBytes, readingBytes, cacheBytes, jobs, keep, idle);
  }

  /** These with another time of keeping. */
  public Limits withKeep(Duration time) {
    return new Limits(uploadBytes, temporaryBytes, readingBytes, cacheBytes, queue, time, idle);
  }
}
