package io.firenet.launcher.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at
 * @param good whether it will do
 * @param detail what was found
 * @param remedy how to mend it; empty where nothing is wrong
 */
public record Finding(String subject, boolean good, String detail, String remedy) {

  static Finding good(String subject, String detail) {
    return new Finding(subject, true, detail, "");
  }

  static Finding bad(String subject, String detail, String remedy) {
    return new Finding(subject, false, detail, remedy);
  }

  /** One line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-8s %-17s %s%s",
        good ? "ok" : "PROBLEM",
        subject,
        detail,
        good ? "" : "; " + remedy);
  }
}
