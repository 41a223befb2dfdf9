package io.firenet.core.training.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What the file of a {@link RunLock} says.
 *
 * @param pid the process
 * @param processStartedAt when it started, which tells it from a later one of the same number
 * @param host its machine
 * @param takenAt when it took the lock
 * @param token tells two locks of one process apart
 * @param processes among which processes the number is its, see {@link Host#processes}; absent in
 *     locks of versions that did not write it down
 */
public record LockOwner(
    long pid,
    String processStartedAt,
    String host,
    String takenAt,
    String token,
    Optional<String> processes) {

  static LockOwner here() {
    ProcessHandle own = ProcessHandle.current();
    return new LockOwner(
        own.pid(),
        Host.startOf(own).orElse(""),
        Host.name(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        UUID.randomUUID().toString(),
        Host.processes());
  }

  /** Whether its process is known to have ended: only where numbers mean the same processes. */
  boolean ended() {
    return host.equals(Host.name())
        && processes.equals(Host.processes())
        && ProcessHandle.of(pid)
            .map(
                process ->
                    Host.startOf(process)
                        .map(start -> !start.equals(processStartedAt))
                        .orElse(false))
            .orElse(true);
  }
}
