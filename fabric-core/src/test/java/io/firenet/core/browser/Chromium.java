package io.firenet.core.browser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser, spoken to by the DevTools protocol. */
public final class Chromium implements AutoCloseable {

  /** Flags for pages that draw with WebGL, which the processor computes. */
  public static final List<String> WEBGL =
      List.of("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader");

  /** Flags for pages that do not. */
  public static final List<String> PLAIN = List.of("--disable-gpu");

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long SECONDS = 60;

  private final Process process;
  private final int port;
  private final List<Tab> tabs = new ArrayList<>();

  private Chromium(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, where this machine has it. */
  public static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder for its files
   * @param flags {@link #WEBGL} or {@link #PLAIN}
   */
  public static Chromium start(Path program, Path profile, List<String> flags) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // refuses to run as root otherwise; it opens our own pages only
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile));
    command.addAll(flags);
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    try {
      return new Chromium(process, port(process, profile));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static int port(Process process, Path profile) throws Exception {
    Path portFile = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(portFile) && Files.readAllLines(portFile).size() >= 2) {
        return Integer.parseInt(Files.readAllLines(portFile).get(0));
      }
      Thread.sleep(50);
    }
    throw new IOException(
        "the browser did not start: " + Files.readString(profile.resolve("chromium.log")));
  }

  /** Opens a tab. */
  public Tab open() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/new".formatted(port)))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try (JsonReader reader =
        Json.createReader(
            HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body())) {
      JsonObject target = reader.readObject();
      Tab tab = new Tab(URI.create(target.getString("webSocketDebuggerUrl")));
      tabs.add(tab);
      return tab;
    }
  }

  @Override
  public void close() throws Exception {
    tabs.forEach(Tab::close);
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
