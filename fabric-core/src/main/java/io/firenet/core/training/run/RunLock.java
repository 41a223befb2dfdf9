package io.firenet.core.training.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firenet.core.io.JsonFile;
import io.firenet.core.io.OutputException;
import io.firenet.core.io.RecordCodec;
import io.firenet.file.LockedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to work on a run: a file that names it. The file's time of change is its
 * heartbeat. A lock is stale, and may be taken over, if its process on this machine has ended or
 * its heartbeat has stopped. Machines need not agree on the time: beats are told by the file
 * system's clock, and one that seems to have stopped is watched for a while.
 */
public final class RunLock implements AutoCloseable {

  /** A heartbeat older than this has stopped; a holder that cannot beat for so long gives up. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final byte[] FIRST_BYTE = {'{'};

  private final Path file;
  private final LockOwner owner;
  private final Pace pace;
  private final Thread heartbeat;
  private volatile long beatNanos = System.nanoTime(); // the last one that came through
  private volatile @Nullable String loss;

  private RunLock(Path file, LockOwner owner, Pace pace) {
    this.file = file;
    this.owner = owner;
    this.pace = pace;
    heartbeat = new Thread(this::beatOnAndOn, "firenet-heartbeat");
    heartbeat.setDaemon(true);
    heartbeat.start();
  }

  /**
   * How time goes.
   *
   * @param heartbeat how often a holder shows that it lives
   * @param patience how long it may fail to
   * @param watch how long a heartbeat that seems to have stopped is watched before it is taken for
   *     that: not every file system tells the time of its own clock
   */
  record Pace(Duration heartbeat, Duration patience, Duration watch) {

    static final Pace USUAL = new Pace(Duration.ofSeconds(15), PATIENCE, Duration.ofSeconds(45));
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
      String works = holder(file).map(LockHolder::works).orElse("another process works on it");
      throw new RunException("%s: %s; wait until it is done, or end it".formatted(run, works));
    }
    return taken.get(0);
  }

  /**
   * Takes a lock if nobody holds it. One whose heartbeat has stopped is watched for three quarters
   * of a minute first.
   *
   * @param file the lock's file
   * @param note told in one line if the lock was another's, and why it could be taken over
   * @return empty if another process holds it
   * @throws IOException if it cannot be written
   */
  public static Optional<RunLock> tryTake(Path file, Consumer<String> note) throws IOException {
    return tryTake(file, note, Pace.USUAL);
  }

  static Optional<RunLock> tryTake(Path file, Consumer<String> note, Pace pace) throws IOException {
    LockOwner owner = LockOwner.here();
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (create(file, owner)) {
      return Optional.of(new RunLock(file, owner, pace));
    }
    // Two processes must not take over one stale lock: the system ends this guard with its process.
    Path guard = guard(file);
    Optional<LockedFile> guarding = LockedFile.tryLock(guard);
    if (guarding.isEmpty()) {
      return Optional.empty(); // another process looks at a stale lock just now
    }
    try (LockedFile held = guarding.get()) {
      Optional<LockHolder> holder = holder(file);
      if (holder.isPresent() && !remove(holder.get(), note, pace)) {
        return Optional.empty();
      }
      return create(file, owner) ? Optional.of(new RunLock(file, owner, pace)) : Optional.empty();
    }
  }

  /** Removes a lock that is stale; false if it holds. */
  private static boolean remove(LockHolder holder, Consumer<String> note, Pace pace)
      throws IOException {
    Optional<String> stale = holder.stalenessByItsFolder();
    if (stale.isEmpty()) {
      return false;
    }
    if (!holder.ended()) {
      Optional<LockHolder> later = watch(holder, pace.watch());
      if (later.isEmpty()) {
        return true; // it was given back
      } else if (!later.get().equals(holder) || Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    note.accept(stale.get());
    Files.delete(holder.file());
    return true;
  }

  /** Who holds it once that has changed, or when the time is over by this process's own clock. */
  private static Optional<LockHolder> watch(LockHolder holder, Duration time) throws IOException {
    long start = System.nanoTime();
    Optional<LockHolder> now = Optional.of(holder);
    while (now.equals(Optional.of(holder)) && System.nanoTime() - start < time.toNanos()) {
      try {
        Thread.sleep(Math.max(1, time.toMillis() / 50));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return now;
      }
      now = holder(holder.file());
    }
    return now;
  }

  private static Path guard(Path file) {
    return file.resolveSibling(file.getFileName() + ".takeover");
  }

  private static boolean create(Path file, LockOwner owner) throws IOException {
    OutputStream made;
    try {
      made = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try (OutputStream out = made) {
      out.write(RecordCodec.write(owner).toString().getBytes(UTF_8));
      return true;
    } catch (IOException e) {
      Files.deleteIfExists(file); // a lock that names nobody would hold until it is old
      throw e;
    }
  }

  /**
   * Who holds a lock, stale or not; empty if nobody does.
   *
   * @param file what {@link RunFolder#lockFile} says
   * @return the process, as far as its file tells, and when it last said that it lives
   * @throws IOException if it cannot be read
   */
  public static Optional<LockHolder> holder(Path file) throws IOException {
    try {
      // First, since a network's file system asks its server anew when a file is opened.
      Optional<LockOwner> owner = ownerIfReadable(file);
      Instant beatAt = Files.getLastModifiedTime(file).toInstant();
      return Optional.of(new LockHolder(file, owner, beatAt));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<LockOwner> ownerIfReadable(Path file) {
    try {
      return owner(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Whom a lock names; empty if it is being written just now, or is damaged.
   *
   * @throws NoSuchFileException if it is not there
   * @throws IOException if it cannot be read
   */
  private static Optional<LockOwner> owner(Path file) throws IOException {
    Files.getLastModifiedTime(file); // says whether it is there
    try {
      return Optional.of(JsonFile.read(file, json -> RecordCodec.read(LockOwner.class, json)));
    } catch (IOException e) {
      if (e.getCause() instanceof RuntimeException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether this process must leave the run alone, see {@link #loss}.
   *
   * @return true for good, once it was
   */
  public boolean lost() {
    return loss != null;
  }

  /**
   * Why this process must leave the run alone: another has taken it over, or may do so since this
   * one could not show for minutes that it lives.
   *
   * @return a sentence without its full stop; empty while it holds the lock
   */
  public Optional<String> loss() {
    return Optional.ofNullable(loss);
  }

  private void beatOnAndOn() {
    try {
      while (!lost()) {
        Thread.sleep(pace.heartbeat().toMillis());
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Shows that this process lives, or finds that the lock is another's now. */
  void beat() {
    String failure = "it names nobody";
    try {
      Optional<LockOwner> named = owner(file);
      if (named.isPresent() && !named.get().equals(owner)) {
        loss = "another process has taken the run over";
        return;
      } else if (named.isPresent()) {
        touch();
        beatNanos = System.nanoTime();
        return;
      }
    } catch (NoSuchFileException e) {
      loss = "its lock %s is gone, so another process may work on it".formatted(file);
      return;
    } catch (IOException e) {
      failure = e.toString(); // a network that fails for a moment, a disk that is full
    }
    long silent = System.nanoTime() - beatNanos;
    if (silent > pace.patience().toNanos()) {
      loss =
          "its lock %s could not be renewed for %s s (%s), so another process may work on it"
              .formatted(file, Duration.ofNanos(silent).toSeconds(), failure);
    }
  }

  /**
   * Lets the file system say when: a time that is set would be this machine's. What is written is
   * what is there, even if the file is another's since a moment ago.
   */
  private void touch() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(FIRST_BYTE));
    }
  }

  @Override
  public void close() throws IOException {
    heartbeat.interrupt();
    Optional<LockOwner> named = ownerIfReadable(file);
    if (named.isPresent() && named.get().equals(owner)) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(guard(file)); // nothing is stale, so nobody needs it
      RunFolder.deleteIfEmpty(file.toAbsolutePath().getParent()); // of a run that never came to be
    }
  }
}
