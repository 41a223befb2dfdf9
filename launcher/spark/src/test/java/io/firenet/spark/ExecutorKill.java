package io.firenet.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code kill -9} of an executor of this process as soon as something has come so far. */
final class ExecutorKill {

  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final CompletableFuture<Integer> alive;

  private ExecutorKill(Path root, Callable<Boolean> when) {
    alive =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                FolderEvents.await(root, when, over);
                List<ProcessHandle> executors =
                    ProcessHandle.current().descendants().filter(ExecutorKill::isOne).toList();
                executors.get(0).destroyForcibly();
                executors.get(0).onExit().get(FolderEvents.PATIENCE_SECONDS, TimeUnit.SECONDS);
                return executors.size();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /**
   * Kills one.
   *
   * @param root where something is to come, or below it
   * @param when asked whenever something has
   */
  static ExecutorKill when(Path root, Callable<Boolean> when) {
    return new ExecutorKill(root, when);
  }

  /**
   * How many executors there were, asked when their work is done.
   *
   * @throws Exception if none was killed before that
   */
  int alive() throws Exception {
    over.complete(null);
    return alive.get(FolderEvents.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** This process starts no other Java; command lines are cut off before the class. */
  private static boolean isOne(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }
}
