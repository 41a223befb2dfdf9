package io.firenet.server;

import io.firenet.server.http.Access;
import io.firenet.server.http.Page;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.RouteList;
import io.firenet.server.queue.PassQueue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;

/** Looks at every request before its route does. */
final class Gatekeeper {

  /** What needs no token: the page, which asks for it, and what says whether there is one. */
  private static final Set<String> PUBLIC = Set.of("/api/server", "/api/session", "/openapi.json");

  private final Access access;
  private final PassQueue queue;
  private final RouteList routes;

  Gatekeeper(Access access, PassQueue queue, RouteList routes) {
    this.access = access;
    this.queue = queue;
    this.routes = routes;
  }

  void install(RoutesConfig config) {
    config.before(this::check);
  }

  private void check(Context ctx) {
    Page.addHeaders(ctx);
    access.check(ctx);
    if (ctx.method().equals(HandlerType.OPTIONS)) {
      routes.check(ctx);
      ctx.header("Allow", String.join(", ", routes.methods(ctx.path())));
      access.allow(ctx);
      ctx.skipRemainingHandlers();
      return;
    }
    if (!isPublic(ctx.path())) {
      access.checkToken(ctx);
    }
    routes.check(ctx);
    boolean asks = ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD);
    if (!asks && queue.isStopping()) {
      throw new Refusal(503, "the server is about to end and takes no more work");
    }
  }

  private static boolean isPublic(String path) {
    return PUBLIC.contains(path)
        || Page.has(path)
        || path.startsWith("/auth/")
        || path.startsWith("/v2/health/");
  }
}
