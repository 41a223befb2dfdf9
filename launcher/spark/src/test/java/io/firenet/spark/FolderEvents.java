package io.firenet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for what comes to be in a folder or below it, told of it by the file system. */
final class FolderEvents implements AutoCloseable {

  /** Of a machine whose cores have much else to do; what hangs takes longer. */
  static final long PATIENCE_SECONDS = 900;

  private final Path root;
  private final WatchService events;

  private FolderEvents(Path root) throws IOException {
    this.root = root;
    this.events = root.getFileSystem().newWatchService();
  }

  /**
   * Returns as soon as something has come so far.
   *
   * @param root which exists
   * @param when asked after every event
   * @param over done when nothing more will come
   * @throws IllegalStateException if it has not come before that
   */
  static void await(Path root, Callable<Boolean> when, CompletableFuture<?> over) throws Exception {
    try (FolderEvents folder = new FolderEvents(root)) {
      CompletableFuture<?> closing = over.whenComplete((result, failure) -> folder.close());
      folder.await(when);
      closing.cancel(false);
    } catch (ClosedWatchServiceException e) {
      if (!when.call()) {
        throw new IllegalStateException("it ended before what was waited for had come", e);
      }
    }
  }

  private void await(Callable<Boolean> when) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    watchAll();
    while (!when.call()) {
      WatchKey key = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (key == null) {
        throw new IllegalStateException(
            "what was waited for did not come within %s s".formatted(PATIENCE_SECONDS));
      }
      key.pollEvents();
      key.reset();
      watchAll(); // a folder's own before what is in it is looked at
    }
  }

  /** Folders that are there by now; to watch one again changes nothing. */
  private void watchAll() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            try {
              folder.register(events, StandardWatchEventKinds.ENTRY_CREATE);
            } catch (NoSuchFileException e) {
              return FileVisitResult.SKIP_SUBTREE; // removed meanwhile
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // likewise
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return FileVisitResult.CONTINUE; // likewise
          }
        });
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
