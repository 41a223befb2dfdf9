package io.firenet.core.browser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The DevTools protocol of one tab. */
final class DevTools implements AutoCloseable {

  private static final long SECONDS = 60;

  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Consumer<JsonObject> events;

  DevTools(URI address, Consumer<JsonObject> events) {
    this.events = events;
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Reader()).join();
  }

  JsonObject send(String method) throws Exception {
    return send(method, JsonValue.EMPTY_JSON_OBJECT);
  }

  JsonObject send(String method, JsonObject parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket
        .sendText(
            Json.createObjectBuilder()
                .add("id", id)
                .add("method", method)
                .add("params", parameters)
                .build()
                .toString(),
            true)
        .join();
    try {
      JsonObject message = answer.get(SECONDS, TimeUnit.SECONDS);
      if (message.containsKey("error")) {
        throw new IOException(method + ": " + message);
      }
      return message.getJsonObject("result");
    } catch (TimeoutException e) {
      throw new IOException("the browser does not answer " + method, e);
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try (JsonReader reader = Json.createReader(new StringReader(text.toString()))) {
          take(reader.readObject());
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    private void take(JsonObject message) {
      if (!message.containsKey("id")) {
        events.accept(message);
        return;
      }
      CompletableFuture<JsonObject> answer = waiting.get(message.getInt("id"));
      if (answer != null) {
        answer.complete(message);
      }
    }
  }
}
