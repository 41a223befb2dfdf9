package io.firenet.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site that the build has made. */
class SiteTests {

  private static final Path SITE = Path.of(System.getProperty("firenet.site", "../../target/site"));

  @Test
  void linksLeadSomewhereAndNothingIsLoadedFromElsewhere() throws IOException {
    assertTrue(Files.exists(SITE.resolve("index.html")), "no site in " + SITE.toAbsolutePath());
    assertEquals(List.of(), new LinkCheck(SITE).faults());
  }

  @Test
  void everyPageAndTheJavadocAreThere() throws IOException {
    for (String page :
        List.of(
            "docs/training.html",
            "docs/reference/commands.html",
            "docs/reference/settings.html",
            "api/index.html",
            "api/io/firenet/runtime/Segmenter.html",
            "api/io/firenet/testkit/DatasetContractTests.html")) {
      assertTrue(Files.exists(SITE.resolve(page)), page);
    }
    String commands = Files.readString(SITE.resolve("docs/reference/commands.html"));
    assertTrue(commands.contains("href=\"../../index.html\""), "a page links to the first one");
    assertTrue(commands.contains("id=\"firenet-train\""), "headings have addresses");
  }

  @Test
  void theCheckFindsWhatLeadsNowhere(@TempDir Path site) throws IOException {
    Files.writeString(site.resolve("b.html"), "<h1 id=\"here\">b</h1>");
    Files.writeString(
        site.resolve("a.html"),
        "<a href=\"b.html#here\">1</a><a href=\"b.html#there\">2</a><a href=\"c.html\">3</a>"
            + "<img src=\"https://example.org/x.png\"><a href=\"https://example.org\">4</a>");
    assertEquals(
        List.of(
            "a.html links to b.html#there, which has no such place",
            "a.html links to c.html, which is not there",
            "a.html loads https://example.org/x.png"),
        new LinkCheck(site).faults());
  }
}
