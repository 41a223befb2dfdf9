package io.firenet.launcher.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The figures show what the code is; {@code -Dupdate.docs=true} draws them anew. */
class FiguresTests {

  private static final String UPDATE =
      " is out of date: 'mvn -pl launcher -am verify -Dtest=FiguresTests -Dupdate.docs=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false' makes it anew; look at it";
  private static final Path FOLDER = Path.of("docs", "figures");

  private static void compare(String name, String drawn) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("update.docs")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, drawn);
    }
    assertEquals(
        Files.readString(file),
        drawn,
        file
            + " is out of date: run 'mvn verify -Dtest=FiguresTests -Dupdate.docs=true' and look at it");
  }

  @Test
  void theFabricIsThatOfTheDescription() throws IOException {
    compare("fabric.svg", new FabricFigure().draw());
  }

  @Test
  void theShapesAreThoseOfTheDescription() throws IOException {
    Path page = Path.of("docs", "network.md");
    String text = Files.readString(page);
    String begin = "<!-- shapes: begin -->\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- shapes: end -->");
    String table = "\n" + ShapeTable.markdown() + "\n";
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(page, text.substring(0, from) + table + text.substring(to));
    } else {
      assertEquals(text.substring(from, to), table, page + UPDATE);
    }
  }

  @Test
  void theArchitectureIsThatOfThePoms() throws IOException {
    compare("architecture.svg", new ArchitectureFigure(Path.of("..")).draw());
  }
}
