package io.firenet.launcher.stream;

/** Numbers of things in words. */
public final class Count {

  private Count() {}

  /**
   * Such as {@code 1 case} or {@code 2 cases}.
   *
   * @param one what one of them is called, whose plural ends in s
   */
  public static String of(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
