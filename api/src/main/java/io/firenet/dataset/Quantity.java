package io.firenet.dataset;

/**
 * Something that is measured of an image as a whole.
 *
 * @param name for people, for example {@code liver volume}
 * @param unit the unit of its values, for example {@code ml}; empty for a bare number
 */
public record Quantity(String name, String unit) {

  /**
   * Checks what it is made of.
   *
   * @param name for people, for example {@code liver volume}
   * @param unit the unit of its values, for example {@code ml}; empty for a bare number
   * @throws IllegalArgumentException if name or unit is no text of one line
   */
  public Quantity {
    Naming.text("a quantity's name", name);
    if (!unit.isEmpty()) {
      Naming.text("a quantity's unit", unit);
    }
  }

  /** Name and unit, {@code liver volume (ml)}. */
  @Override
  public String toString() {
    return unit.isEmpty() ? name : "%s (%s)".formatted(name, unit);
  }
}
