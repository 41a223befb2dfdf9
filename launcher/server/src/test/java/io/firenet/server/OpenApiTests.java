package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.firenet.file.ForeignJson;
import io.firenet.server.http.RouteList.Route;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
