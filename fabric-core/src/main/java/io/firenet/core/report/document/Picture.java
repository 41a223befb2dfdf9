package io.firenet.core.report.document;

import java.nio.charset.StandardCharsets;

/** A picture of a figure. */
public sealed interface Picture {

  /**
   * Its name without an ending, unique in the document: lower case letters, digits and dashes.
   *
   * @return also the name of its file, without an ending
   */
  String name();

  /**
   * What it shows, for those who do not see it, and as its title.
   *
   * @return a sentence or a title
   */
  String title();

  /**
   * The name of its file.
   *
   * @return the name with its ending
   */
  String fileName();

  /**
   * Its file.
   *
   * @return SVG in UTF-8, or PNG
   */
  byte[] file();

  /**
   * A drawing that follows light and dark.
   *
   * @param name its name
   * @param title what it shows
   * @param drawing the drawing
   */
  record Chart(String name, String title, SvgDrawing drawing) implements Picture {

    @Override
    public String fileName() {
      return name + ".svg";
    }

    @Override
    public byte[] file() {
      return drawing.standalone(title).getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * An image.
   *
   * @param name its name
   * @param title what it shows
   * @param width in pixels
   * @param height in pixels
   * @param png the PNG file
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Photo(String name, String title, int width, int height, byte[] png) implements Picture {

    @Override
    public String fileName() {
      return name + ".png";
    }

    @Override
    public byte[] file() {
      return png;
    }
  }
}
