package io.firenet.core.network;

/** Checks the settings of networks. */
final class NetworkSettings {

  private NetworkSettings() {}

  /**
   * @throws IllegalArgumentException if the value is not within its bounds
   */
  static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "network setting %s must be %s to %s, got %s".formatted(name, min, max, value));
    }
  }
}
