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
    return RunLock.tryTake(file, notes::add);
  }

  private void write(RunLock.Owner owner, Duration silence) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, RecordCodec.write(owner).toString());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(silence)));
  }

  private static RunLock.Owner elsewhere() {
    return new RunLock.Owner(1, "", "another-machine", "2026-01-01T00:00:00Z", "t");
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
              return RunLock.tryTake(file, note -> {});
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
  void lockOfAProcessThatEndedHereIsTakenOver() throws Exception {
    Process ended =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String startedAt = ended.info().startInstant().map(Instant::toString).orElse("");
    ended.waitFor();
    write(
        new RunLock.Owner(ended.pid(), startedAt, Host.name(), "2026-01-01T00:00:00Z", "t"),
        Duration.ZERO);
    take().orElseThrow().close();
    assertEquals(List.of("process %d has ended".formatted(ended.pid())), notes);
  }

  @Test
  void laterProcessOfTheSameNumberIsNotTheHolder() throws IOException {
    long pid = ProcessHandle.current().pid();
    write(
        new RunLock.Owner(pid, "1999-01-01T00:00:00Z", Host.name(), "1999-01-01T00:00:00Z", "t"),
        Duration.ZERO);
    take().orElseThrow().close();
    assertEquals(List.of("process %d has ended".formatted(pid)), notes);
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
}
