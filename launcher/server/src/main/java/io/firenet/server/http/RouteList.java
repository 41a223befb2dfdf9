package io.firenet.server.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.matcher.PathParser;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The routes of a server as they are added: what an address takes, and what can be compared with
 * their description.
 */
public final class RouteList {

  /**
   * One route.
   *
   * @param method in upper case
   * @param path with parameters in braces
   */
  public record Route(String method, String path) {}

  private record Entry(Route route, PathParser pattern, Predicate<String> exists) {

    boolean serves(String path) {
      return (route.path().equals(path) || pattern.matches(path)) && exists.test(path);
    }
  }

  private final JavalinConfig config;
  private final List<Entry> all = new ArrayList<>();

  /**
   * @param config whose settings of the router are made
   */
  public RouteList(JavalinConfig config) {
    this.config = config;
  }

  public void get(String path, Handler handler) {
    files(path, each -> true, handler);
  }

  /**
   * A route for files.
   *
   * @param exists whether there is one at a path that the route's matches
   */
  public void files(String path, Predicate<String> exists, Handler handler) {
    add(HandlerType.GET, path, exists, handler);
    // Javalin would say that all is well, whatever is asked for.
    config.routes.head(path, handler);
  }

  /**
   * A route whose file is long.
   *
   * @param head does what {@code handler} does but for the file; a request that cannot be answered
   *     is refused by both
   */
  public void get(String path, Handler handler, Handler head) {
    add(HandlerType.GET, path, each -> true, handler);
    add(HandlerType.HEAD, path, each -> true, head);
  }

  public void post(String path, Handler handler) {
    add(HandlerType.POST, path, each -> true, handler);
  }

  public void put(String path, Handler handler) {
    add(HandlerType.PUT, path, each -> true, handler);
  }

  public void delete(String path, Handler handler) {
    add(HandlerType.DELETE, path, each -> true, handler);
  }

  private void add(HandlerType method, String path, Predicate<String> exists, Handler handler) {
    Route route = new Route(method.name(), path);
    all.add(new Entry(route, new PathParser(path, config.router), exists));
    config.routes.addHttpHandler(method, path, handler);
  }

  /** Every route so far. */
  public List<Route> all() {
    return all.stream().map(Entry::route).toList();
  }

  /** The methods that an address takes, for {@code Allow}; none if there is nothing at it. */
  public SortedSet<String> methods(String path) {
    SortedSet<String> methods = new TreeSet<>();
    all.stream()
        .filter(entry -> entry.serves(path))
        .forEach(entry -> methods.add(entry.route().method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  /**
   * Lets a request through to its route.
   *
   * @throws Refusal if there is nothing at its address, or nothing that its method asks for
   */
  public void check(Context ctx) {
    SortedSet<String> methods = methods(ctx.path());
    if (methods.isEmpty()) {
      throw Refusal.nothingHere();
    }
    String method = ctx.method().name();
    if (!methods.contains(method)) {
      ctx.header("Allow", String.join(", ", methods));
      throw new Refusal(
          405, "this address takes %s, not %s".formatted(String.join(", ", methods), name(method)));
    }
  }

  private static String name(String method) {
    return method.matches("[A-Z]{1,16}") ? method : "this method";
  }
}
