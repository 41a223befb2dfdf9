package io.firenet.server.queue;

import io.firenet.server.http.ClientSilence;
import io.firenet.server.http.ClientWatch;
import io.firenet.server.http.Refusal;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pass whose caller waits for it; if the caller goes, the pass is given up within a second. */
public final class WatchedPass {

  private static final int LOOK_EVERY_MILLIS = 300;

  private WatchedPass() {}

  /** What is to be done. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Ticket ticket) throws IOException;
  }

  /**
   * Waits for a turn, does the work and gives its result.
   *
   * @throws Refusal as the work, or if the queue takes no more
   * @throws ClientSilence if the caller has gone
   */
  public static <T> T run(PassQueue queue, String caller, ClientWatch client, Work<T> work)
      throws IOException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Ticket ticket =
        queue.submit(
            caller,
            granted -> {
              try {
                result.complete(work.run(granted));
              } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    var unused = ticket.ended().thenRun(() -> result.cancel(false));
    while (true) {
      try {
        return result.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (client.isGone()) {
          ticket.cancel();
          throw new ClientSilence(e);
        }
      } catch (CancellationException e) {
        throw stopped(queue, e);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof CancellationException) {
          throw stopped(queue, cause);
        } else if (cause instanceof IOException io) {
          throw io;
        } else if (cause instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) cause;
      }
    }
  }

  private static Refusal stopped(PassQueue queue, Throwable cause) {
    Refusal refusal =
        new Refusal(
            503,
            queue.isStopping() ? "the server is about to end" : "the computation was cancelled");
    refusal.initCause(cause);
    return refusal;
  }
}
