package io.firenet.core.io.planted;

import io.firenet.core.report.planted.Upstairs;

/** A class that sees a room above its own, to show that the rule finds it. */
public final class PlantedArrow {
  public final Upstairs up = new Upstairs();
}
