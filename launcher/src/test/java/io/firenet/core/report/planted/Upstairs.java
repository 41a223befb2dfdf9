package io.firenet.core.report.planted;

import io.firenet.core.io.planted.PlantedArrow;

/** The room that is seen from below; it looks down as it may. */
public final class Upstairs {
  public PlantedArrow down() {
    return new PlantedArrow();
  }
}
