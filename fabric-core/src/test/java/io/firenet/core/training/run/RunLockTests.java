package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTests {

  @TempDir Path folder;
  private Path file;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("locks").resolve("run.lock");
  }

  private Optional<RunLock> take() throws IOException {
    return take(Duration.ofMillis(100));
  }

  private Optional<RunLock> take(Duration watch) throws IOException {
    return RunLock.tryTake(file, notes::add, pace(Duration.ofHours(1), watch));
  }

  /** Whoever beats does so when it is told to. */
  private static RunLock.Pace pace(Duration patience, Duration watch) {
    return new RunLock.Pace(Duration.ofHours(1), patience, watch);
  }

  private void write(LockOwner owner, Duration silence) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, RecordCodec.write(owner).toString());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(silence)));
  }

  private static LockOwner elsewhere() {
    return new LockOwner(1, "", "another-machine", "2026-01-01T00:00:00Z", "t", Optional.empty());
  }

  private static LockOwner here(long pid, String startedAt, Optional<String> processes) {
    return new LockOwner(pid, startedAt, Host.name(), "2026-01-01T00:00:00Z", "t", processes);
  }

  private static Process ended() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return process;
  }

  @Test
  void oneHoldsItAtATime() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      assertTrue(take().isEmpty());
      assertFalse(lock.lost());
      var holder = RunLock.holder(file).orElseThrow();
      assertEquals(ProcessHandle.current().pid(), holder.owner().orElseThrow().pid());
    }
    assertTrue(RunLock.holder(file).isEmpty());
    take().orElseThrow().close();
    assertEquals(List.of(), notes);
  }

  @Test
  void ofManyThatTryAtOnceOneGetsAStaleLock() throws Exception {
    write(elsewhere(), Duration.ofHours(1));
    int tries = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(tries);
    try {
      List<Future<Optional<RunLock>>> all = new ArrayList<>();
      for (int i = 0; i < tries; i++) {
        Callable<Optional<RunLock>> one =
            () -> {
              start.await();
              return RunLock.tryTake(
                  file, note -> {}, pace(Duration.ofHours(1), Duration.ofMillis(100)));
            };
        all.add(threads.submit(one));
      }
      start.countDown();
      int taken = 0;
      for (Future<Optional<RunLock>> one : all) {
        taken += one.get().isPresent() ? 1 : 0;
      }
      assertEquals(1, taken);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void lockOfAProcessThatEndedHereIsTakenOverAtOnce() throws Exception {
    Process ended = ended();
    write(here(ended.pid(), "tick 1", Host.processes()), Duration.ZERO);
    take(Duration.ofHours(1)).orElseThrow().close();
    assertEquals(List.of("process %d has ended".formatted(ended.pid())), notes);
  }

  @Test
  void laterProcessOfTheSameNumberIsNotTheHolder() throws IOException {
    long pid = ProcessHandle.current().pid();
    write(here(pid, "1999-01-01T00:00:00Z", Host.processes()), Duration.ZERO);
    take(Duration.ofHours(1)).orElseThrow().close();
    assertEquals(List.of("process %d has ended".formatted(pid)), notes);
  }

  @Test
  void processOfAnotherContainerOfTheSameHostNameHasNotEnded() throws Exception {
    write(here(ended().pid(), "tick 1", Optional.of("boot pid:[1]")), Duration.ofSeconds(30));
    assertTrue(take().isEmpty());
    assertEquals(Optional.empty(), RunLock.holder(file).orElseThrow().staleness());
  }

  @Test
  void lockOfAnEarlierVersionIsReadAndHoldsWhileItBeats() throws Exception {
    String json =
        "{\"pid\":%s,\"processStartedAt\":\"2026-01-01T00:00:00Z\",\"host\":\"%s\",\"takenAt\":\"2026-01-01T00:00:00Z\",\"token\":\"t\"}"
            .formatted(ended().pid(), Host.name());
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
    LockHolder holder = RunLock.holder(file).orElseThrow();
    assertEquals(Host.name(), holder.owner().orElseThrow().host());
    // Only where numbers are sure to mean the same processes is it known to have ended.
    assertEquals(Host.processes().isEmpty(), take().isPresent());
  }

  @Test
  void livingProcessIsKnownByItsStart() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      LockOwner owner = RunLock.holder(file).orElseThrow().owner().orElseThrow();
      assertFalse(owner.processStartedAt().isEmpty());
      assertFalse(owner.ended());
    }
  }

  @Test
  void lockThatBeatsByASlowClockIsLeftAlone() throws Exception {
    Duration behind = RunLock.PATIENCE.plusMinutes(5);
    write(elsewhere(), behind);
    Thread holder =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(10); // a heart
                  Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(behind)));
                }
              } catch (InterruptedException | IOException e) {
                Thread.currentThread().interrupt(); // the test is over
              }
            });
    holder.start();
    try {
      assertTrue(take(Duration.ofMinutes(1)).isEmpty());
    } finally {
      holder.interrupt();
      holder.join();
    }
    assertEquals(List.of(), notes);
  }

  @Test
  void readersClockDoesNotMatter() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      // A machine whose clock is wrong sets such times; what counts is when the file system wrote.
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofHours(2))));
      lock.beat();
      Duration ahead = Duration.between(Instant.now(), RunLock.holder(file).orElseThrow().beatAt());
      assertTrue(ahead.abs().toMinutes() < 60, ahead::toString);
      Instant now = FolderClock.now(file.getParent());
      Duration apart = Duration.between(RunLock.holder(file).orElseThrow().beatAt(), now);
      assertTrue(apart.abs().toSeconds() < 60, apart::toString);
      try (var files = Files.list(file.getParent())) {
        assertEquals(List.of(file), files.filter(f -> !f.toString().contains("takeover")).toList());
      }
    }
  }

  @Test
  void lockOfAnotherMachineIsTakenOverOnceItsHeartbeatStops() throws IOException {
    write(elsewhere(), Duration.ofSeconds(30));
    assertTrue(take().isEmpty());
    write(elsewhere(), RunLock.PATIENCE.plusSeconds(5));
    take().orElseThrow().close();
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).startsWith("process 1 on another-machine has shown no life"));
  }

  @Test
  void damagedLockHoldsUntilItIsOld() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{");
    assertTrue(take().isEmpty());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    take().orElseThrow().close();
  }

  @Test
  void holderFindsThatItWasTakenOverAndLeavesTheOthersLock() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      lock.beat();
      assertFalse(lock.lost());
      write(elsewhere(), Duration.ZERO);
      lock.beat();
      assertTrue(lock.lost());
    }
    assertEquals(Optional.of(elsewhere()), RunLock.holder(file).orElseThrow().owner());
  }

  @Test
  void fileThatCannotBeReadForAMomentIsNotLost() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      byte[] own = Files.readAllBytes(file);
      Files.delete(file);
      Files.createDirectory(file); // reading it fails
      lock.beat();
      assertFalse(lock.lost());
      Files.delete(file);
      Files.write(file, new byte[0]); // it names nobody
      lock.beat();
      assertFalse(lock.lost());
      Files.write(file, own);
      lock.beat();
      assertEquals(Optional.empty(), lock.loss());
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void holderThatCannotBeatForLongGivesUpAndSaysWhy() throws IOException {
    Optional<RunLock> taken =
        RunLock.tryTake(file, notes::add, pace(Duration.ZERO, Duration.ofMillis(100)));
    try (RunLock lock = taken.orElseThrow()) {
      Files.delete(file);
      Files.createDirectory(file);
      lock.beat();
      assertTrue(lock.loss().orElseThrow().contains("could not be renewed"), lock.loss()::toString);
    }
  }

  @Test
  void lockThatIsGoneIsLost() throws IOException {
    try (RunLock lock = take().orElseThrow()) {
      Files.delete(file);
      lock.beat();
      assertTrue(lock.loss().orElseThrow().contains("is gone"), lock.loss()::toString);
    }
  }
}
