package io.firenet.dataset;

/**
 * Something that is measured of an image as a whole.
 *
 * @param name for people, for example {@code liver volume}
 * @param unit the unit of its values, for example {@code ml}; empty for a bare number
 */
public record Quantity(String name, String unit) {

  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public Quantity {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a quantity needs a name");
    }
  }

  /** Name and unit, {@code liver volume (ml)}. */
  @Override
  public String toString() {
    return unit.isEmpty() ? name : "%s (%s)".formatted(name, unit);
  }
}
