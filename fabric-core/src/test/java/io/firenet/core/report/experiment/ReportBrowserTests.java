package io.firenet.core.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.browser.Chromium;
import io.firenet.core.browser.Tab;
import io.firenet.core.experiment.ExperimentRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens reports in a real browser; the screenshots stay in target/report-screenshots. */
class ReportBrowserTests {

  private static final Path SCREENSHOTS = Path.of("target", "report-screenshots");

  /** What reaches beyond the window, but for what lies in a box that scrolls by itself. */
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
          if ((!box || box === one) && (r.right > width + 0.5 || r.left < -0.5)) {
            out.push(one.tagName + '.' + one.className + ': ' + r.left + ' to ' + r.right);
          }
        }
        return out.join('; ');
      })()
      """;

  private static final String INVISIBLE =
      """
      (() => {
        const out = [];
        for (const one of document.querySelectorAll('img, svg')) {
          const r = one.getBoundingClientRect();
          const name = one.alt || one.getAttribute('aria-label');
          if (one.tagName === 'IMG' && !(one.complete && one.naturalWidth > 0)) {
            out.push(name + ' is not decoded');
          }
          if (r.width < 100 || r.height < 50 || !one.checkVisibility()) {
            out.push(name + ': ' + r.width + ' x ' + r.height);
          }
        }
        return out.join('; ');
      })()
      """;

  private static Path folder; // under target: a browser that ends may still write to its profile

  private static Chromium browser;
  private static Tab tab;
  private static Path finished;
  private static Path unfinished;

  @BeforeAll
  static void start() throws Exception {
    var program = Chromium.program();
    assumeTrue(program.isPresent(), "no Chromium or Chrome on the PATH");
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "browser");
    browser =
        Chromium.start(
            program.get(), Files.createDirectories(folder.resolve("profile")), Chromium.PLAIN);
    tab = browser.open();
    finished = report("finished", run -> true);
    unfinished = report("unfinished", run -> run.fold() == 1 && !run.method().equals("FIRENet-T"));
  }

  private static Path report(String name, Predicate<ExperimentRun> done) throws IOException {
    SyntheticExperiment.write(folder.resolve(name), done);
    return ExperimentReport.write(folder.resolve(name));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "finished, 390, light",
    "finished, 390, dark",
    "finished, 1400, light",
    "finished, 1400, dark",
    "unfinished, 390, dark"
  })
  void everythingFitsAndIsVisible(String name, int width, String scheme) throws Exception {
    Path page = name.equals("finished") ? finished : unfinished;
    tab.view(width, 900, scheme.equals("dark"));
    tab.open(page.toUri());
    Path png = SCREENSHOTS.resolve("%s-%d-%s.png".formatted(name, width, scheme));
    tab.screenshot(png);
    assertEquals("", tab.evaluate(OVERFLOWING));
    assertEquals("", tab.evaluate(INVISIBLE));
    assertTrue(
        Integer.parseInt(tab.evaluate("String(document.querySelectorAll('svg').length)")) >= 6);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertEquals(width, picture.getWidth());
    assertEquals(scheme.equals("dark"), (picture.getRGB(2, 2) & 0xFF) < 128, "background");
  }

  @Test
  void pagePrintsInLight() throws Exception {
    tab.view(1400, 900, true);
    tab.open(finished.toUri());
    Path pdf = SCREENSHOTS.resolve("finished.pdf");
    Files.createDirectories(SCREENSHOTS);
    tab.print(pdf);
    assertEquals("%PDF", new String(Files.readAllBytes(pdf), 0, 4, "US-ASCII"));
  }
}
