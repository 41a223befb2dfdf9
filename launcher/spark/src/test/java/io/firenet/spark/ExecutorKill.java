package io.firenet.spark;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code kill -9} of a process of Spark as soon as something has come so far. */
final class ExecutorKill {

  private static final long LOOK_MILLIS = 10;
  private static final long PATIENCE_SECONDS = 120;

  private ExecutorKill() {}

  /**
   * Kills one executor of this process.
   *
   * @param when asked again and again
   * @return how many were alive, which ends when one has been killed
   */
  static CompletableFuture<Long> when(Callable<Boolean> when) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            await(when);
            ProcessHandle victim = executor(ProcessHandle.current()).orElseThrow();
            long alive = ProcessHandle.current().descendants().filter(ExecutorKill::isOne).count();
            victim.destroyForcibly();
            victim.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return alive;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static void await(Callable<Boolean> when) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!when.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("what was waited for did not come");
      }
      Thread.sleep(LOOK_MILLIS); // files tell nobody that they have come
    }
  }

  static Optional<ProcessHandle> executor(ProcessHandle of) {
    return of.descendants().filter(ExecutorKill::isOne).findFirst();
  }

  /** This process starts no other Java; command lines are cut off before the class. */
  private static boolean isOne(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }
}
