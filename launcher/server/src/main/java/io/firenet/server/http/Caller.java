package io.firenet.server.http;

import io.javalin.http.Context;
import java.util.Optional;

/** Whose turn a request takes in the queue: an address, and who of those behind it. */
public final class Caller {

  private static final String PROGRAM = "[\\w.:-]{1,64}";

  private Caller() {}

  /** The client's address, with what it calls itself in {@code X-Client-Id}. */
  public static String of(Context ctx) {
    return of(ctx, Optional.empty());
  }

  /**
   * As {@link #of(Context)}.
   *
   * @param name what it calls itself elsewhere in the request
   */
  public static String of(Context ctx, Optional<String> name) {
    return ctx.ip()
        + " "
        + name.or(() -> Optional.ofNullable(ctx.header("X-Client-Id")))
            .filter(given -> given.matches(PROGRAM))
            .orElse("");
  }
}
