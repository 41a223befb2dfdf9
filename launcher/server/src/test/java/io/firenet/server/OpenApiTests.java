package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.firenet.file.ForeignJson;
import io.firenet.server.http.RouteList.Route;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the interface says what there is, no more and no less. */
class OpenApiTests {

  @Test
  void describedAreTheRoutesThatThereAre() throws Exception {
    TreeSet<String> served = new TreeSet<>();
    try (FirenetServer server = FirenetServer.start(options())) {
      for (Route route : server.routes()) {
        boolean page = route.path().equals("/") || route.path().equals("/<file>");
        if (!page) {
          served.add(route.method() + " " + route.path().replace('<', '{').replace('>', '}'));
        }
      }
    }
    TreeSet<String> described = new TreeSet<>();
    JsonObject paths = description().getJsonObject("paths");
    for (String path : paths.keySet()) {
      for (String method : paths.getJsonObject(path).keySet()) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    assertEquals(String.join("\n", served), String.join("\n", described));
  }

  @Test
  void everyRouteSaysWhatItIsAndNamesItsParameters() throws Exception {
    JsonObject paths = description().getJsonObject("paths");
    for (String path : paths.keySet()) {
      for (String method : paths.getJsonObject(path).keySet()) {
        JsonObject route = paths.getJsonObject(path).getJsonObject(method);
        assertNotNull(route.getString("summary"), path);
        long named =
            route.containsKey("parameters")
                ? route.getJsonArray("parameters").getValuesAs(JsonObject.class).stream()
                    .filter(parameter -> parameter.getString("in").equals("path"))
                    .count()
                : 0;
        assertEquals(path.chars().filter(c -> c == '{').count(), named, path);
      }
    }
  }

  /** Whatever a client may think of; the last ones are Javalin's own words. */
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "QUERY", "FOO", "BEFORE", "AFTER");

  @Test
  void addressesTakeTheMethodsThatAreDescribedAndSaySo() throws Exception {
    Map<String, TreeSet<String>> methods = new TreeMap<>();
    JsonObject paths = description().getJsonObject("paths");
    for (String path : paths.keySet()) {
      TreeSet<String> taken = new TreeSet<>(Set.of("OPTIONS"));
      paths.getJsonObject(path).keySet().forEach(each -> taken.add(each.toUpperCase(Locale.ROOT)));
      methods.put(path.replaceAll("\\{\\w+}", "x"), taken);
    }
    for (String page : List.of("/", "/index.html", "/app.js", "/style/base.css")) {
      methods.put(page, new TreeSet<>(Set.of("GET", "OPTIONS")));
    }
    try (FirenetServer server = FirenetServer.start(options())) {
      Client client = new Client(server);
      for (String path : methods.keySet()) {
        TreeSet<String> taken = methods.get(path);
        if (taken.contains("GET")) {
          taken.add("HEAD");
          assertEquals(status(client, "GET", path), status(client, "HEAD", path), path);
        }
        for (String method : METHODS) {
          if (!taken.contains(method)) {
            HttpResponse<byte[]> answer = ask(client, method, path);
            assertEquals(405, answer.statusCode(), method + " " + path);
            assertEquals(String.join(", ", taken), allowed(answer), method + " " + path);
          }
        }
        HttpResponse<byte[]> options = ask(client, "OPTIONS", path);
        assertEquals(204, options.statusCode(), path);
        assertEquals(String.join(", ", taken), allowed(options), path);
      }
    }
  }

  @Test
  void whereThereIsNothingNoMethodFindsAnything() throws Exception {
    List<String> addresses = new ArrayList<>();
    for (String path : description().getJsonObject("paths").keySet()) {
      if (path.endsWith("/{file}") && path.contains("/report/")) {
        continue; // takes every path below it
      }
      addresses.add("/nothing" + path.replaceAll("\\{\\w+}", "x"));
      addresses.add(path.replaceAll("\\{\\w+}", "x").replaceAll("/$", "") + "/x/nothing");
    }
    addresses.addAll(
        List.of("/nothing", "/api", "/app.jss", "/app.js/x", "/style", "/package-info.class"));
    try (FirenetServer server = FirenetServer.start(options())) {
      Client client = new Client(server);
      for (String address : addresses) {
        for (String method : METHODS) {
          HttpResponse<byte[]> answer = ask(client, method, address);
          assertEquals(404, answer.statusCode(), method + " " + address);
          assertEquals("", allowed(answer), method + " " + address);
        }
        assertEquals(404, status(client, "OPTIONS", address), address);
      }
    }
  }

  /** Javalin takes the method from this header, if there is one. */
  @Test
  void aHeaderThatNamesAnotherMethodOpensNothing() throws Exception {
    try (FirenetServer server = FirenetServer.start(options())) {
      Client client = new Client(server).with("X-HTTP-Method-Override", "BEFORE");
      assertEquals(405, client.get("/api/models").statusCode());
      assertEquals(404, client.post("/nothing", "{}").statusCode());
    }
  }

  private static int status(Client client, String method, String path) throws Exception {
    return ask(client, method, path).statusCode();
  }

  private static HttpResponse<byte[]> ask(Client client, String method, String path)
      throws Exception {
    return client.send(
        client.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  private static String allowed(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Allow").orElse("");
  }

  private static JsonObject description() throws Exception {
    try (InputStream in = FirenetServer.class.getResourceAsStream("openapi.json")) {
      return ForeignJson.read(in).asJsonObject();
    }
  }

  private static ServerOptions options() {
    return ServerOptions.local(
        "test",
        new ServerOptions.Content(List.of(), List.of(), List.of(), List.of(), Optional.empty()));
  }
}
