package io.firenet.core.browser;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A tab of a {@link Chromium}. */
public final class Tab implements AutoCloseable {

  private static final long SECONDS = 60;

  private final DevTools devTools;
  private final List<String> faults = new CopyOnWriteArrayList<>();

  Tab(URI address) throws Exception {
    devTools = new DevTools(address, this::hear);
    devTools.send("Page.enable");
    devTools.send("Runtime.enable");
    devTools.send("Log.enable");
  }

  private void hear(JsonObject event) {
    if (event.getString("method").equals("Runtime.exceptionThrown")) {
      faults.add(event.getJsonObject("params").getJsonObject("exceptionDetails").toString());
    } else if (event.getString("method").equals("Log.entryAdded")) {
      JsonObject entry = event.getJsonObject("params").getJsonObject("entry");
      if (entry.getString("level").equals("error")) {
        faults.add("%s %s".formatted(entry.getString("text"), entry.getString("url", "")));
      }
    }
  }

  /** Exceptions of scripts, what the page's policy forbade and what could not be loaded. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Sets the size of the window and whether the system prefers dark colours. */
  public void view(int width, int height, boolean dark) throws Exception {
    devTools.send(
        "Emulation.setDeviceMetricsOverride",
        Json.createObjectBuilder()
            .add("width", width)
            .add("height", height)
            .add("deviceScaleFactor", 1)
            .add("mobile", width < 600)
            .build());
    devTools.send(
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

  /** Opens a page and waits until it and its images are there. */
  public void open(URI page) throws Exception {
    evaluate("window.leaving = true; ''");
    JsonObject answer = devTools.send("Page.navigate", object("url", page.toString()));
    if (!answer.containsKey("loaderId")) { // the same page, only the fragment is another one
      evaluate("window.leaving = false; ''");
    }
    settle(page.toString());
  }

  /** Loads the page again. */
  public void reload() throws Exception {
    evaluate("window.leaving = true; ''");
    devTools.send("Page.reload");
    settle("the page");
  }

  private void settle(String name) throws Exception {
    await("!window.leaving && document.readyState === 'complete'", name + " is loaded");
    evaluate(
        "Promise.all([...document.images].map(i => i.decode().catch(() => 0))).then(() => '')");
  }

  /** The text that a script of the page comes to. */
  public String evaluate(String script) throws Exception {
    JsonObject answer =
        devTools.send(
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

  /**
   * Waits until a condition of the page holds.
   *
   * @param what what is waited for, in words
   */
  public void await(String condition, String what) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!isTrue(condition)) {
      if (System.nanoTime() > end) {
        throw new IOException("waited for: %s (%s); faults: %s".formatted(what, condition, faults));
      }
      Thread.sleep(20);
    }
  }

  private boolean isTrue(String condition) throws Exception {
    try {
      return evaluate("String(Boolean(" + condition + "))").equals("true");
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("ontext")) { // the page is being replaced
        return false;
      }
      throw e;
    }
  }

  /** Clicks what a selector finds, as a script does. */
  public void click(String selector) throws Exception {
    evaluate("document.querySelector(%s).click(); ''".formatted(quoted(selector)));
  }

  /** The text of what a selector finds. */
  public String text(String selector) throws Exception {
    return evaluate("document.querySelector(%s).textContent".formatted(quoted(selector)));
  }

  /** Sets the value of a field and says so to the page. */
  public void fill(String selector, String value) throws Exception {
    evaluate(
        """
        (() => {
          const field = document.querySelector(%s);
          field.value = %s;
          field.dispatchEvent(new Event('input', {bubbles: true}));
          field.dispatchEvent(new Event('change', {bubbles: true}));
          return '';
        })()
        """
            .formatted(quoted(selector), quoted(value)));
  }

  /** Presses a key, such as {@code Tab} or {@code ArrowLeft}, as a hand does. */
  public void press(String key) throws Exception {
    JsonObject one = Json.createObjectBuilder().add("key", key).add("code", key).build();
    for (String type : List.of("keyDown", "keyUp")) {
      var event = Json.createObjectBuilder(one).add("type", type);
      if (key.length() == 1 && type.equals("keyDown")) {
        event.add("text", key);
      }
      if (key.equals("Tab")) {
        event.add("windowsVirtualKeyCode", 9);
      }
      devTools.send("Input.dispatchKeyEvent", event.build());
    }
  }

  /** Clicks with the mouse at a place of the window. */
  public void mouse(int x, int y) throws Exception {
    for (String type : List.of("mousePressed", "mouseReleased")) {
      devTools.send(
          "Input.dispatchMouseEvent",
          Json.createObjectBuilder()
              .add("type", type)
              .add("x", x)
              .add("y", y)
              .add("button", "left")
              .add("clickCount", 1)
              .build());
    }
  }

  /** Drags files over what a selector finds and drops them there. */
  public void drop(String selector, Path... files) throws Exception {
    String place =
        evaluate(
            "(() => { const r = document.querySelector(%s).getBoundingClientRect();"
                    .formatted(quoted(selector))
                + " return `${r.x + r.width / 2} ${r.y + Math.min(30, r.height / 2)}`; })()");
    double x = Double.parseDouble(place.split(" ")[0]);
    double y = Double.parseDouble(place.split(" ")[1]);
    JsonObject data =
        Json.createObjectBuilder()
            .add("items", JsonValue.EMPTY_JSON_ARRAY)
            .add("files", paths(files))
            .add("dragOperationsMask", 1)
            .build();
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      devTools.send(
          "Input.dispatchDragEvent",
          Json.createObjectBuilder()
              .add("type", type)
              .add("x", x)
              .add("y", y)
              .add("data", data)
              .build());
    }
  }

  /** Chooses files in the field that a selector finds. */
  public void choose(String selector, Path... files) throws Exception {
    JsonObject root = devTools.send("DOM.getDocument");
    JsonObject node =
        devTools.send(
            "DOM.querySelector",
            Json.createObjectBuilder()
                .add("nodeId", root.getJsonObject("root").getInt("nodeId"))
                .add("selector", selector)
                .build());
    devTools.send(
        "DOM.setFileInputFiles",
        Json.createObjectBuilder()
            .add("files", paths(files))
            .add("nodeId", node.getInt("nodeId"))
            .build());
  }

  private static JsonArrayBuilder paths(Path... files) {
    JsonArrayBuilder paths = Json.createArrayBuilder();
    for (Path file : files) {
      // Chromium denies access to a path with ".." in it.
      paths.add(file.toAbsolutePath().normalize().toString());
    }
    return paths;
  }

  /** Takes a picture of the whole page. */
  public void screenshot(Path png) throws Exception {
    screenshot(png, true);
  }

  /**
   * Takes a picture.
   *
   * @param whole of the whole page, not of the window alone
   */
  public void screenshot(Path png, boolean whole) throws Exception {
    JsonObject answer =
        devTools.send(
            "Page.captureScreenshot",
            Json.createObjectBuilder()
                .add("captureBeyondViewport", whole)
                .add("optimizeForSpeed", true)
                .build());
    Files.createDirectories(png.toAbsolutePath().getParent());
    Files.write(png, Base64.getDecoder().decode(answer.getString("data")));
  }

  /** Prints the page. */
  public void print(Path pdf) throws Exception {
    JsonObject answer =
        devTools.send(
            "Page.printToPDF", Json.createObjectBuilder().add("preferCSSPageSize", true).build());
    Files.createDirectories(pdf.toAbsolutePath().getParent());
    Files.write(pdf, Base64.getDecoder().decode(answer.getString("data")));
  }

  private static JsonObject object(String key, String value) {
    return Json.createObjectBuilder().add(key, value).build();
  }

  private static String quoted(String text) {
    return Json.createValue(text).toString();
  }

  @Override
  public void close() {
    devTools.close();
  }
}
