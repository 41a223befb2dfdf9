package io.firenet.server;

import static io.firenet.server.ServedPage.assertNoFaults;
import static io.firenet.server.ServedPage.drawn;
import static io.firenet.server.ServedPage.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.browser.Tab;
import io.firenet.runtime.Segmenter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the page looks and whether everybody can use it; screenshots stay in target. */
class PageAppearanceTests {

  /** What reaches beyond the window, but for what scrolls by itself or is for screen readers. */
  private static final String OVERFLOWING =
      """
      (() => {
        const width = document.documentElement.clientWidth;
        const out = [];
        if (document.documentElement.scrollWidth > width) {
          out.push('page: ' + document.documentElement.scrollWidth + ' of ' + width);
        }
        for (const one of document.querySelectorAll('body *')) {
          const box = one.closest('.scroll');
          const r = one.getBoundingClientRect();
          const seen = one.checkVisibility() && r.width > 0 && !one.closest('.sr-only, .skip');
          if (seen && (!box || box === one) && (r.right > width + 0.5 || r.left < -0.5)) {
            out.push(one.tagName + '.' + one.className + ': ' + r.left + ' to ' + r.right);
          }
        }
        return out.join('; ');
      })()
      """;

  static final String SERIOUS =
      """
      axe.run().then(found => found.violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => one.id + ': ' + one.nodes.map(node => node.target + ' ' + node.failureSummary).join(', '))
        .join('; '))
      """;

  @TempDir static Path folder;

  private static ServedPage page;
  private static Path image;
  private static String axe;

  @BeforeAll
  static void start() throws Exception {
    image = ServedPage.image(folder.resolve("patient.nii.gz"), 24);
    axe = axe();
    page =
        ServedPage.start(
            ServedPage.serving(
                ServedModels.segmentation(folder.resolve("abdomen.onnx")),
                ServedModels.classification(folder.resolve("contrast.onnx")),
                Files.writeString(folder.resolve("broken.onnx"), "no model")));
  }

  /** The program that judges. */
  static String axe() throws IOException {
    String name = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream in = PageAppearanceTests.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390, light", "390, dark", "1600, light", "1600, dark"})
  void everythingFitsAndEverybodyCanUseIt(int width, String scheme) throws Exception {
    boolean dark = scheme.equals("dark");
    try (Tab tab =
        page.open("images?layout=coronal&model=abdomen&model=contrast", width, 900, dark)) {
      tab.choose("[data-role=image]", image);
      drawn(tab);
      run(tab);
      tab.await("document.querySelector('.labels') && document.querySelector('.bars')", "answers");
      drawn(tab);
      tab.click(".model-card summary");
      Path png = ServedPage.SCREENSHOTS.resolve("case-%d-%s.png".formatted(width, scheme));
      tab.screenshot(png);
      assertEquals("", tab.evaluate(OVERFLOWING));
      tab.evaluate(axe + "; ''");
      assertEquals("", tab.evaluate(SERIOUS));
      tab.click(".more summary");
      assertEquals("", tab.evaluate(OVERFLOWING), "with more controls");
      assertEquals("", tab.evaluate(SERIOUS), "with more controls");
      tab.evaluate("[...document.querySelectorAll('.below button')].at(-1).click(); ''");
      tab.await("document.querySelector('dialog[open]')", "the list of keys");
      assertEquals("", tab.evaluate(SERIOUS), "with the list of keys");
      BufferedImage picture = ImageIO.read(png.toFile());
      assertEquals(width, picture.getWidth());
      assertEquals(dark, (picture.getRGB(2, 2) & 0xFF) < 128, "background");
      assertNoFaults(tab);
    }
  }

  @Test
  void theKeyboardReachesEverythingInOrder() throws Exception {
    try (Tab tab = page.open("images?model=abdomen")) {
      StringBuilder order = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        tab.press("Tab");
        order
            .append(
                tab.evaluate(
                    "(e => e.id || e.getAttribute('aria-label') || e.textContent)(document.activeElement)"))
            .append('\n');
      }
      assertTrue(
          order.toString().matches("(?s)To the content\n.*Choose files….*model-0\n.*"),
          order.toString());
      assertNoFaults(tab);
    }
  }

  @Test
  void aBrowserThatDrawsNoVolumesSaysSoAndAllElseWorks() throws Exception {
    ServerOptions options =
        ServedPage.serving(ServedModels.segmentation(folder.resolve("undrawn.onnx")));
    try (ServedPage plain = ServedPage.start(options, List.of("--disable-3d-apis"));
        Tab tab = plain.open("images?model=undrawn", 1600, 900, false)) {
      tab.choose("[data-role=image]", image);
      run(tab);
      tab.await("document.querySelector('.labels')", "labels");
      assertTrue(tab.text(".stage").startsWith("This browser does not draw volumes: "));
      assertEquals(
          "",
          tab.evaluate(
              "[...document.querySelectorAll('.viewing, .labels button')]"
                  + ".filter(one => one.checkVisibility()).map(one => one.textContent).join()"),
          "what changes a view that there is not");
      tab.choose("[data-role=reference]", labels());
      tab.await("document.querySelectorAll('.labels thead th').length > 3", "Dice");
      assertEquals("", tab.evaluate(OVERFLOWING));
      assertNoFaults(tab);
    }
  }

  private static Path labels() throws Exception {
    Path file = folder.resolve("labels.nii.gz");
    try (Segmenter segmenter = Segmenter.open(folder.resolve("undrawn.onnx"))) {
      segmenter.segment(image, file);
    }
    return file;
  }

  @Test
  void aCasePrintsAsOnePage() throws Exception {
    try (Tab tab = page.open("images?layout=axial&model=abdomen")) {
      tab.choose("[data-role=image]", image);
      drawn(tab);
      run(tab);
      tab.await("document.querySelector('.labels')", "labels");
      drawn(tab);
      Path pdf = ServedPage.SCREENSHOTS.resolve("case.pdf");
      tab.print(pdf);
      String text = Files.readString(pdf, StandardCharsets.ISO_8859_1);
      assertEquals("%PDF", text.substring(0, 4));
      assertEquals(1, text.split("/Type\\s*/Page\\b", -1).length - 1, "pages");
      assertNoFaults(tab);
    }
  }
}
