package io.firenet.core.training.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firenet.core.io.JsonFile;
import io.firenet.core.io.OutputException;
import io.firenet.core.io.RecordCodec;
import io.firenet.file.LockedFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The right of one process to work on a run: a file that names it. The file's time of change is its
 * heartbeat. A lock is stale, and may be taken over, if its process on this machine has ended or
 * its heartbeat has stopped.
 */
public final class RunLock implements AutoCloseable {

  /** How often a holder shows that it lives. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A heartbeat older than this has stopped. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path file;
  private final Owner owner;
  private final Thread heartbeat;
  private volatile boolean lost;

  private RunLock(Path file, Owner owner) {
    this.file = file;
    this.owner = owner;
    heartbeat = new Thread(this::beatOnAndOn, "firenet-heartbeat");
    heartbeat.setDaemon(true);
    heartbeat.start();
  }

  /**
   * What the file says.
   *
   * @param pid the process
   * @param processStartedAt when it started, which tells it from a later one of the same number
   * @param host its machine
   * @param takenAt when it took the lock
   * @param token tells two locks of one process apart
   */
  public record Owner(
      long pid, String processStartedAt, String host, String takenAt, String token) {

    static Owner here() {
      return new Owner(
          ProcessHandle.current().pid(),
          startedAt(ProcessHandle.current()),
          Host.name(),
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          UUID.randomUUID().toString());
    }

    private static String startedAt(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private boolean ended() {
      return host.equals(Host.name())
          && ProcessHandle.of(pid)
              .map(process -> !startedAt(process).equals(processStartedAt))
              .orElse(true);
    }
  }

  /**
   * Who holds a lock.
   *
   * @param owner what its file says; empty if it says nothing that can be read
   * @param beatAt its last heartbeat
   */
  public record Holder(Optional<Owner> owner, Instant beatAt) {

    /**
     * Why the lock is stale; empty if it holds.
     *
     * @return a reason in a few words
     */
    public Optional<String> staleness() {
      if (owner.isPresent() && owner.get().ended()) {
        return Optional.of("process %s has ended".formatted(owner.get().pid()));
      }
      long silent = Duration.between(beatAt, Instant.now()).toSeconds();
      return silent > PATIENCE.toSeconds()
          ? Optional.of("%s has shown no life for %s s".formatted(who(), silent))
          : Optional.empty();
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

  /**
   * Takes the lock of a run that nobody else may work on meanwhile.
   *
   * @param run the run's folder; it is made if it is not there
   * @param note told in one line if the lock was another's, and why it could be taken over
   * @return the lock, to be closed
   * @throws RunException if another process holds it; the message says which
   * @throws OutputException if it cannot be written
   * @throws IOException if its file cannot be read
   */
  public static RunLock take(Path run, Consumer<String> note) throws IOException {
    List<RunLock> taken = new ArrayList<>();
    Path file = RunFolder.lockFile(run);
    OutputException.writing(run, () -> tryTake(file, note).ifPresent(taken::add));
    if (taken.isEmpty()) {
      String works = holder(file).map(Holder::works).orElse("another process works on it");
      throw new RunException("%s: %s; wait until it is done, or end it".formatted(run, works));
    }
    return taken.get(0);
  }

  /**
   * Takes a lock if nobody holds it.
   *
   * @param file the lock's file
   * @param note told in one line if the lock was another's, and why it could be taken over
   * @return empty if another process holds it
   * @throws IOException if it cannot be written
   */
  public static Optional<RunLock> tryTake(Path file, Consumer<String> note) throws IOException {
    Owner owner = Owner.here();
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (create(file, owner)) {
      return Optional.of(new RunLock(file, owner));
    }
    // Two processes must not take over one stale lock: the system ends this guard with its process.
    Path guard = guard(file);
    Optional<LockedFile> guarding = LockedFile.tryLock(guard);
    if (guarding.isEmpty()) {
      return Optional.empty(); // another process looks at a stale lock just now
    }
    try (LockedFile held = guarding.get()) {
      Optional<Holder> holder = holder(file);
      if (holder.isPresent()) {
        Optional<String> stale = holder.get().staleness();
        if (stale.isEmpty()) {
          return Optional.empty();
        }
        note.accept(stale.get());
        Files.delete(file);
      }
      return create(file, owner) ? Optional.of(new RunLock(file, owner)) : Optional.empty();
    }
  }

  private static Path guard(Path file) {
    return file.resolveSibling(file.getFileName() + ".takeover");
  }

  private static boolean create(Path file, Owner owner) throws IOException {
    byte[] json = RecordCodec.write(owner).toString().getBytes(UTF_8);
    try {
      Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Who holds a lock, stale or not; empty if nobody does.
   *
   * @param file what {@link RunFolder#lockFile} says
   * @return the process, as far as its file tells, and when it last said that it lives
   * @throws IOException if it cannot be read
   */
  public static Optional<Holder> holder(Path file) throws IOException {
    try {
      Instant beatAt = Files.getLastModifiedTime(file).toInstant();
      return Optional.of(new Holder(owner(file), beatAt));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<Owner> owner(Path file) throws IOException {
    try {
      return Optional.of(JsonFile.read(file, json -> RecordCodec.read(Owner.class, json)));
    } catch (IOException e) {
      if (!Files.exists(file)) {
        throw e;
      }
      return Optional.empty(); // being written just now, or damaged
    }
  }

  /**
   * Whether another process has taken it over, so that this one must leave the run alone.
   *
   * @return true for good, once it was
   */
  public boolean lost() {
    return lost;
  }

  private void beatOnAndOn() {
    try {
      while (!lost) {
        Thread.sleep(HEARTBEAT.toMillis());
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Shows that this process lives, or finds that the lock is another's now. */
  void beat() {
    try {
      lost = !isMine();
      if (!lost) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      lost = true;
    }
  }

  private boolean isMine() throws IOException {
    return Files.exists(file) && owner(file).map(owner::equals).orElse(false);
  }

  @Override
  public void close() throws IOException {
    heartbeat.interrupt();
    if (isMine()) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(guard(file)); // nothing is stale, so nobody needs it
      RunFolder.deleteIfEmpty(file.toAbsolutePath().getParent()); // of a run that never came to be
    }
  }
}
