package io.firenet.core.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds a {@link RunLock}.
 *
 * @param file the lock's
 * @param owner what its file says; empty if it says nothing that can be read
 * @param beatAt its last heartbeat, by the clock of the file system
 */
public record LockHolder(Path file, Optional<LockOwner> owner, Instant beatAt) {

  /**
   * Why the lock looks stale; empty if it holds.
   *
   * @return a reason in a few words
   */
  public Optional<String> staleness() {
    Instant here = Instant.now();
    Optional<String> looks = staleness(here);
    return looks.isEmpty() ? looks : staleness(clock(here));
  }

  /** The same without a look at this machine's clock, where the folder can be written. */
  Optional<String> stalenessByItsFolder() {
    return staleness(clock(Instant.now()));
  }

  private Instant clock(Instant otherwise) {
    try {
      return FolderClock.now(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      return otherwise; // a folder that may only be read
    }
  }

  /** The same at a time of the file system's. */
  Optional<String> staleness(Instant now) {
    if (ended()) {
      return owner.map(o -> "process %s has ended".formatted(o.pid()));
    }
    long silent = Duration.between(beatAt, now).toSeconds();
    return silent > RunLock.PATIENCE.toSeconds()
        ? Optional.of("%s has shown no life for %s s".formatted(who(), silent))
        : Optional.empty();
  }

  boolean ended() {
    return owner.isPresent() && owner.get().ended();
  }

  private String who() {
    return owner
        .map(o -> "process %s on %s".formatted(o.pid(), o.host()))
        .orElse("an unnamed process");
  }

  /**
   * In words, {@code process 42 on HOST works on it since …}.
   *
   * @return half a sentence
   */
  public String works() {
    return who() + " works on it" + owner.map(o -> " since " + o.takenAt()).orElse("");
  }

  @Override
  public String toString() {
    return who() + owner.map(o -> " since " + o.takenAt()).orElse("");
  }
}
