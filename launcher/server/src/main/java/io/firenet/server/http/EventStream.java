package io.firenet.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.json.JsonStructure;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events. Each stream holds one of the server's threads, so their number is bounded; a
 * client that has gone is noticed within a second.
 */
public final class EventStream {

  private static final String TYPE = "text/event-stream";
  private static final int MOST_STREAMS = 64;
  private static final int PATIENCE_MILLIS = 500;
  private static final int TURNS_UNTIL_COMMENT = 20; // keeps proxies from closing a quiet stream

  private final Semaphore places = new Semaphore(MOST_STREAMS);

  /**
   * An event.
   *
   * @param id what the client says it has seen when it comes again
   * @param last whether the stream ends with it
   */
  public record Event(long id, String name, JsonStructure data, boolean last) {}

  /** What there is to tell. */
  @FunctionalInterface
  public interface Source {
    /**
     * The next event.
     *
     * @param seen the id of the last one that the client has seen; -1 if none
     * @param patienceMillis how long to wait for one
     */
    Optional<Event> next(long seen, int patienceMillis) throws InterruptedException, IOException;
  }

  /** Whether a request asks for no more than an answer's head; then it is answered. */
  public static boolean answersHead(Context ctx) {
    ctx.contentType(TYPE);
    return ctx.method().equals(HandlerType.HEAD);
  }

  /**
   * Tells a client of what happens until it ends.
   *
   * @return whether it ended; false if the client has gone before
   * @throws Refusal if there are too many streams
   */
  public boolean send(Context ctx, Source source) throws IOException, InterruptedException {
    if (answersHead(ctx)) {
      return true;
    }
    if (!places.tryAcquire()) {
      throw new Refusal(503, "too many pages follow events of this server", 5);
    }
    try {
      return sendAll(ctx, source);
    } catch (IOException e) {
      if (ClientSilence.causes(e)) {
        return false;
      }
      throw e;
    } finally {
      places.release();
    }
  }

  private static boolean sendAll(Context ctx, Source source)
      throws IOException, InterruptedException {
    HttpServletResponse response = ctx.res();
    response.setContentType(TYPE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Connection", "close");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    ServletOutputStream out = response.getOutputStream();
    ClientWatch client = ClientWatch.of(ctx);
    long seen = seen(ctx.header("Last-Event-ID"));
    int quiet = 0;
    while (true) {
      Optional<Event> next = source.next(seen, PATIENCE_MILLIS);
      if (client.isGone()) {
        return false;
      }
      if (next.isPresent()) {
        Event event = next.get();
        out.write(text(event));
        out.flush();
        if (event.last()) {
          return true;
        }
        seen = event.id();
        quiet = 0;
      } else if (++quiet % TURNS_UNTIL_COMMENT == 0) {
        out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static byte[] text(Event event) {
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(event.id(), event.name(), event.data())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static long seen(@Nullable String header) {
    return header != null && header.matches("\\d{1,15}") ? Long.parseLong(header) : -1;
  }
}
