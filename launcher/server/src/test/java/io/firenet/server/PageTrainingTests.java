package io.firenet.server;

import static io.firenet.server.ServedPage.assertNoFaults;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.browser.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page follows a training of another process. */
class PageTrainingTests {

  @TempDir Path folder;

  private @Nullable Process process;

  @AfterEach
  void stop() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private void train(Path run) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessRun.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals("ready", process.inputReader().readLine());
  }

  private void epoch() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static void awaitEpoch(Tab tab, int epoch) throws Exception {
    tab.await(
        "document.querySelector('.drawing svg').ariaLabel.includes('in epoch %d')".formatted(epoch),
        "epoch " + epoch);
  }

  private static void awaitState(Tab tab, String state) throws Exception {
    tab.await(
        "document.querySelector('.run-facts .badge')?.textContent === '%s'".formatted(state),
        state);
  }

  @Test
  void aRunIsFollowedLiveThroughAKillAndAReload() throws Exception {
    Path run = Files.createDirectory(folder.resolve("first"));
    train(run);
    ServerOptions options =
        ServerOptions.local(
            "FIRENet test",
            new ServerOptions.Content(
                List.of(), List.of(), List.of(run), List.of(), Optional.empty()));
    try (ServedPage page = ServedPage.start(options);
        Tab tab = page.open("training", 1600, 900, true)) {
      awaitState(tab, "training");
      epoch();
      awaitEpoch(tab, 1);
      epoch();
      awaitEpoch(tab, 2);

      process.destroyForcibly().waitFor();
      awaitState(tab, "interrupted");

      train(run);
      awaitState(tab, "training");
      epoch();
      awaitEpoch(tab, 3);

      tab.reload();
      ServedPage.ready(tab);
      awaitEpoch(tab, 3);
      tab.screenshot(ServedPage.SCREENSHOTS.resolve("training.png"));
      tab.evaluate(PageAppearanceTests.axe() + "; ''");
      assertEquals("", tab.evaluate(PageAppearanceTests.SERIOUS));

      tab.evaluate("document.querySelector('.drawing').focus(); ''");
      tab.press("ArrowLeft");
      assertTrue(
          tab.text(".reading").startsWith("Epoch 3: abdomen, training 0.3333"),
          tab.text(".reading"));
      tab.press("Home");
      assertTrue(
          tab.text(".reading").startsWith("Epoch 1: abdomen, training 1"), tab.text(".reading"));
      assertNoFaults(tab);
    }
  }
}
