package io.firenet.format;

import java.util.Locale;
import java.util.Optional;

/**
 * What one label of a label map means.
 *
 * @param label its value, from 1
 * @param name for people
 * @param rgb its colour, {@code 0xRRGGBB}
 * @param category what kind of thing it is, such as an anatomical structure
 * @param type what it is, such as the liver
 */
public record Segment(
    int label, String name, int rgb, Optional<CodedConcept> category, Optional<CodedConcept> type) {

  /** Colours that are told apart well, also by colour-blind people; labels take them in turn. */
  private static final int[] COLOURS = {
    0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7, 0x999933, 0x882255,
    0x44aa99, 0xddcc77, 0x88ccee
  };

  /**
   * Checks what it is made of.
   *
   * @param label its value, from 1
   * @param name for people
   * @param rgb its colour, {@code 0xRRGGBB}
   * @param category what kind of thing it is, such as an anatomical structure
   * @param type what it is, such as the liver
   * @throws IllegalArgumentException if the label is not from 1 to 32767, the name is blank or the
   *     colour no colour
   */
  public Segment {
    if (label < 1 || label > Short.MAX_VALUE) {
      throw new IllegalArgumentException("a segment's label must be 1 to 32767, got " + label);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("a segment's name must not be blank, label " + label);
    }
    if (rgb < 0 || rgb > 0xffffff) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a colour is 0xRRGGBB, got %x", rgb));
    }
  }

  /**
   * {@return a segment without codes, in the colour that labels of this value get}
   *
   * @param label its value in the label map, at least 1
   * @param name what people call it
   */
  public static Segment of(int label, String name) {
    return new Segment(label, name, colour(label), Optional.empty(), Optional.empty());
  }

  /**
   * {@return the colour that labels of a value get where nothing else is said, {@code 0xRRGGBB}}
   *
   * @param label its value in the label map
   */
  public static int colour(int label) {
    return COLOURS[Math.floorMod(label - 1, COLOURS.length)];
  }
}
