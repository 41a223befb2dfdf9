package io.firenet.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of a server as they are added, so that they can be compared with their description.
 */
public final class RouteList {

  /**
   * One route.
   *
   * @param method in upper case
   * @param path with parameters in braces
   */
  public record Route(String method, String path) {}

  private final RoutesConfig routes;
  private final List<Route> all = new ArrayList<>();

  public RouteList(RoutesConfig routes) {
    this.routes = routes;
  }

  public void get(String path, Handler handler) {
    all.add(new Route("GET", path));
    routes.get(path, handler);
  }

  public void head(String path, Handler handler) {
    all.add(new Route("HEAD", path));
    routes.head(path, handler);
  }

  public void post(String path, Handler handler) {
    all.add(new Route("POST", path));
    routes.post(path, handler);
  }

  public void put(String path, Handler handler) {
    all.add(new Route("PUT", path));
    routes.put(path, handler);
  }

  public void delete(String path, Handler handler) {
    all.add(new Route("DELETE", path));
    routes.delete(path, handler);
  }

  /** Every route so far. */
  public List<Route> all() {
    return List.copyOf(all);
  }
}
