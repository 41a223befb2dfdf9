package io.firenet.server.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads what a client still sends when it has been answered, and drops it. A connection that is
 * closed with bytes unread is reset, and with it goes the answer that says why an upload was
 * refused. Holds no thread; a client that sends nothing is left to the connection's idle timeout.
 */
public final class RestOfRequest extends Handler.Wrapper {

  /** As nginx's {@code lingering_time}. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Who waits for a "100 Continue" that never came sends no body.
    if (request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())) {
      return super.handle(request, response, callback);
    }
    return super.handle(new ReadLater(request), response, new Answered(request, callback));
  }

  /** A request of which nothing is taken for lost when its answer is sent. */
  private static final class ReadLater extends Request.Wrapper {

    ReadLater(Request request) {
      super(request);
    }

    /** Jetty would read what is there by now, and else see to it that the connection is closed. */
    @Override
    public boolean consumeAvailable() {
      return true;
    }
  }

  /** What happens when the answer has been sent. */
  private static final class Answered extends Callback.Nested implements Runnable {

    private final Request request;
    private long deadline;

    Answered(Request request, Callback callback) {
      super(callback);
      this.request = request;
    }

    @Override
    public void succeeded() {
      deadline = System.nanoTime() + PATIENCE.toNanos();
      run();
    }

    @Override
    public void run() {
      boolean ended = false;
      while (!ended) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        ended = chunk.isLast() || Content.Chunk.isFailure(chunk) || System.nanoTime() > deadline;
        chunk.release();
      }
      super.succeeded();
    }
  }
}
