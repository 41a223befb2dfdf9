package io.firenet.core.picture;

import java.awt.Color;
import java.util.List;

/** Colours that stay apart from each other and from grey. */
final class Palette {

  private static final List<Color> COLOURS =
      List.of(
          new Color(0xFF5A5F),
          new Color(0x3DA5FF),
          new Color(0xFFD23F),
          new Color(0x3DDC97),
          new Color(0xB388FF),
          new Color(0xFF9F1C),
          new Color(0x2EC4B6),
          new Color(0xF15BB5));

  private Palette() {}

  /** The colour of a label from 1 on; after the last the first comes again. */
  static Color ofLabel(int label) {
    return COLOURS.get((label - 1) % COLOURS.size());
  }
}
