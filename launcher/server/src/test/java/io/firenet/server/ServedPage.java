package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.browser.Chromium;
import io.firenet.core.browser.Tab;
import io.firenet.format.ImageFormats;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server with a small model, and a browser that opens its page. */
final class ServedPage implements AutoCloseable {

  /** Where pictures of the page are left. */
  static final Path SCREENSHOTS = Path.of("target", "page-screenshots");

  private final Chromium browser;
  final FirenetServer server;

  private ServedPage(Chromium browser, FirenetServer server) {
    this.browser = browser;
    this.server = server;
  }

  /** Starts both; the test is skipped where there is no browser. */
  static ServedPage start(ServerOptions options) throws Exception {
    return start(options, Chromium.WEBGL);
  }

  /** Does so with flags of the browser. */
  static ServedPage start(ServerOptions options, List<String> flags) throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "no Chromium or Chrome on the PATH");
    // under target: a browser that ends may still write to its profile
    Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "browser");
    FirenetServer server = FirenetServer.start(options);
    return new ServedPage(Chromium.start(program.get(), profile, flags), server);
  }

  /** What a server of these models takes from this machine's programs. */
  static ServerOptions serving(Path... models) {
    return ServerOptions.local(
        "FIRENet test",
        new ServerOptions.Content(
            List.of(models), List.of(), List.of(), List.of(), Optional.empty()));
  }

  /** Writes an image of so many voxels a side. */
  static Path image(Path file, int side) throws Exception {
    ImageFormats.write(file, ServedModels.image(side));
    return file;
  }

  /** Opens the page in a tab of its own. */
  Tab open(String fragment, int width, int height, boolean dark) throws Exception {
    Tab tab = openUnready(fragment);
    tab.view(width, height, dark);
    ready(tab);
    return tab;
  }

  /** Opens the page, which may have a question before it begins. */
  Tab openUnready(String fragment) throws Exception {
    Tab tab = browser.open();
    tab.open(URI.create(server.address() + "#" + fragment));
    return tab;
  }

  Tab open(String fragment) throws Exception {
    return open(fragment, 900, 500, true);
  }

  /** Waits until the page knows its server. */
  static void ready(Tab tab) throws Exception {
    tab.await("document.documentElement.dataset.ready", "the page has begun");
  }

  /** Waits until what is to be drawn is drawn. */
  static void drawn(Tab tab) throws Exception {
    tab.await(
        "document.querySelector('.stage canvas')"
            + " && !document.querySelector('.stage').ariaBusy"
            + " && document.querySelector('.stage .empty').hidden",
        "the image is drawn");
  }

  /** Has the chosen models run. */
  static void run(Tab tab) throws Exception {
    tab.await("!document.querySelector('#run').disabled", "the model can run");
    tab.click("#run");
  }

  /** Waits for a job's state. */
  static void awaitJob(Tab tab, String state) throws Exception {
    tab.await("document.querySelector('#job').dataset.state === '%s'".formatted(state), state);
  }

  /** Checks that no script failed and that nothing was asked for that the policy forbids. */
  static void assertNoFaults(Tab tab) {
    assertEquals(List.of(), tab.faults());
  }

  @Override
  public void close() throws Exception {
    browser.close();
    server.close();
  }
}
