package io.firenet.server.queue;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A place in a {@link PassQueue}. */
public final class Ticket {

  private final PassQueue queue;
  private final String caller;
  private final PassQueue.Pass pass;
  private final long submittedNanos = System.nanoTime();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> current;
  private boolean cancelled;

  Ticket(PassQueue queue, String caller, PassQueue.Pass pass) {
    this.queue = queue;
    this.caller = caller;
    this.pass = pass;
  }

  String caller() {
    return caller;
  }

  PassQueue.Pass pass() {
    return pass;
  }

  double waitedSeconds() {
    return (System.nanoTime() - submittedNanos) / 1e9;
  }

  /** How many are served before this one; 0 if it is being served or has ended. */
  public int position() {
    return queue.position(this);
  }

  /** Completed when the pass has ended or will never begin. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /**
   * Waits for work of the pass, which {@link #cancel} ends.
   *
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws java.util.concurrent.CompletionException if it failed
   */
  public <T> T await(CompletableFuture<T> work) {
    synchronized (this) {
      current = work;
      if (cancelled) {
        work.cancel(true);
      }
    }
    try {
      return work.join();
    } finally {
      synchronized (this) {
        current = null;
      }
    }
  }

  /** Whether it was cancelled. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Gives the place up: a pass that waits never begins, one that runs ends at its next operation.
   */
  public void cancel() {
    CompletableFuture<?> work;
    synchronized (this) {
      cancelled = true;
      work = current;
    }
    queue.forget(this);
    if (work != null) {
      work.cancel(true);
    }
  }
}
