package io.firenet.core.report.document;

import java.util.List;

/**
 * Pictures under one caption.
 *
 * @param caption what they show
 * @param size how large each is
 * @param pictures one or more
 */
public record Figure(String caption, Size size, List<Picture> pictures) implements Block {

  /** How much width a picture wants where there is enough. */
  public enum Size {
    /** Side by side, each about as wide as a telephone. */
    PANEL,
    /** As wide as two panels. */
    WIDE
  }

  public Figure {
    pictures = List.copyOf(pictures);
  }
}
