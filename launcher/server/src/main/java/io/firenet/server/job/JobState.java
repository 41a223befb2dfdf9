package io.firenet.server.job;

import java.util.Locale;

/** How far a job is. */
enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  boolean isOver() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
