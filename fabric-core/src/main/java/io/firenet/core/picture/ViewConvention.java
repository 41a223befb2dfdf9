package io.firenet.core.picture;

import java.util.Locale;

/** On which side of an axial or a coronal picture the patient's right is. */
public enum ViewConvention {
  /** On the right, as if seen from the feet upwards, or from behind. */
  NEUROLOGICAL,
  /** On the left, as if the patient lay before, or faced, whoever looks; usual in hospitals. */
  RADIOLOGICAL;

  /** Its name, as pictures bear it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
