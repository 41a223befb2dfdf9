package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.browser.Tab;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a server with a token. */
class PageTokenTests {

  @TempDir Path folder;

  @Test
  void theTokenIsAskedForAndKept() throws Exception {
    Path model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    ServerOptions open = ServedPage.serving(model);
    ServerOptions options =
        new ServerOptions(
            open.software(),
            open.host(),
            open.port(),
            new ServerOptions.AccessOptions(Optional.of("secret"), List.of(), List.of()),
            open.content(),
            open.inference(),
            open.limits(),
            Optional.empty());
    try (ServedPage page = ServedPage.start(options);
        Tab tab = page.openUnready("images")) {
      tab.await("document.querySelector('dialog[open] #token')", "the question");
      give(tab, "wrong");
      tab.await("document.querySelector('dialog[open] .fault')", "that it is wrong");
      give(tab, "secret");
      ServedPage.ready(tab);
      assertTrue(tab.text(".choices").contains("abdomen"), tab.text(".choices"));
      tab.reload();
      ServedPage.ready(tab);
      assertEquals("0", tab.evaluate("String(document.querySelectorAll('dialog').length)"));
      assertFalse(tab.evaluate("location.href").contains("secret"), "no token in the address");
    }
  }

  private static void give(Tab tab, String token) throws Exception {
    tab.fill("#token", token);
    tab.click("dialog button.primary");
  }
}
