package io.firenet.core.report.experiment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser with one page, spoken to by the DevTools protocol. */
final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private int lastId;

  private Chromium(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Reader()).join();
  }

  /** The program, where this machine has it. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder for its files
   */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // refuses to run as root otherwise; it opens our own file only
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    try {
      return new Chromium(process, page(process, profile));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI page(Process process, Path profile) throws Exception {
    Path portFile = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(portFile) && Files.readAllLines(portFile).size() >= 2) {
        URI list =
            URI.create(
                "http://127.0.0.1:%s/json/list".formatted(Files.readAllLines(portFile).get(0)));
        try (JsonReader reader = Json.createReader(list.toURL().openStream())) {
          for (JsonValue target : reader.readArray()) {
            if (target.asJsonObject().getString("type").equals("page")) {
              return URI.create(target.asJsonObject().getString("webSocketDebuggerUrl"));
            }
          }
        }
      }
      Thread.sleep(50);
    }
    throw new IOException(
        "the browser did not start: " + Files.readString(profile.resolve("chromium.log")));
  }

  /** Sets the width of the window and whether the system prefers dark colours. */
  void view(int width, int height, boolean dark) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        Json.createObjectBuilder()
            .add("width", width)
            .add("height", height)
            .add("deviceScaleFactor", 1)
            .add("mobile", width < 600)
            .build());
    send(
        "Emulation.setEmulatedMedia",
        Json.createObjectBuilder()
            .add(
                "features",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("name", "prefers-color-scheme")
                            .add("value", dark ? "dark" : "light")))
            .build());
  }

  /** Opens a file and waits until it and its images are there. */
  void open(Path file) throws Exception {
    send("Page.enable", JsonValue.EMPTY_JSON_OBJECT);
    send("Page.navigate", Json.createObjectBuilder().add("url", file.toUri().toString()).build());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate("String(location.href !== 'about:blank' && document.readyState)")
        .equals("complete")) {
      if (System.nanoTime() > end) {
        throw new IOException(file + " did not load");
      }
      Thread.sleep(20);
    }
    evaluate(
        "Promise.all([...document.images].map(i => i.decode().catch(() => 0))).then(() => '')");
  }

  /** The text that a script of the page comes to. */
  String evaluate(String script) throws Exception {
    JsonObject answer =
        send(
            "Runtime.evaluate",
            Json.createObjectBuilder()
                .add("expression", script)
                .add("awaitPromise", true)
                .add("returnByValue", true)
                .build());
    if (answer.containsKey("exceptionDetails")) {
      throw new IOException(script + ": " + answer);
    }
    return answer.getJsonObject("result").getString("value", "");
  }

  /** Takes a picture of the whole page. */
  void screenshot(Path png) throws Exception {
    JsonObject answer =
        send(
            "Page.captureScreenshot",
            Json.createObjectBuilder()
                .add("captureBeyondViewport", true)
                .add("optimizeForSpeed", true)
                .build());
    Files.createDirectories(png.getParent());
    Files.write(png, Base64.getDecoder().decode(answer.getString("data")));
  }

  /** Prints the page. */
  void print(Path pdf) throws Exception {
    JsonObject answer =
        send("Page.printToPDF", Json.createObjectBuilder().add("preferCSSPageSize", true).build());
    Files.write(pdf, Base64.getDecoder().decode(answer.getString("data")));
  }

  private JsonObject send(String method, JsonObject parameters) throws Exception {
    int id = ++lastId;
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
    while (true) {
      JsonObject message = messages.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("the browser does not answer " + method);
      }
      if (message.getInt("id", 0) == id) {
        if (message.containsKey("error")) {
          throw new IOException(method + ": " + message);
        }
        return message.getJsonObject("result");
      }
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try (JsonReader reader = Json.createReader(new StringReader(text.toString()))) {
          messages.add(reader.readObject());
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
