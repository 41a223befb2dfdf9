package io.firenet.launcher.figure;

import io.firenet.launcher.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The figures, and the table of shapes, show what the code is. */
class FiguresTests {

  private static final Path FOLDER = Path.of("docs", "figures");

  @Test
  void theFabricIsThatOfTheDescription() throws IOException {
    Path file = FOLDER.resolve("fabric.svg");
    GeneratedFile.assertSays(new FabricFigure().draw(), file, FiguresTests.class);
  }

  @Test
  void theShapesAreThoseOfTheDescription() throws IOException {
    Path page = Path.of("docs", "network.md");
    String text = GeneratedFile.read(page);
    String begin = "<!-- shapes: begin -->\n";
    String before = text.substring(0, text.indexOf(begin) + begin.length());
    String after = text.substring(text.indexOf("<!-- shapes: end -->"));
    String expected = before + "\n" + ShapeTable.markdown() + "\n" + after;
    GeneratedFile.assertSays(expected, page, FiguresTests.class);
  }

  @Test
  void theArchitectureIsThatOfThePoms() throws IOException {
    String drawn = new ArchitectureFigure(Path.of("..")).draw();
    GeneratedFile.assertSays(drawn, FOLDER.resolve("architecture.svg"), FiguresTests.class);
  }
}
