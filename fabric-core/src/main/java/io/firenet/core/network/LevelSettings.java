package io.firenet.core.network;

/**
 * The settings of a U-Net that doubles its channels at each level.
 *
 * @param channels of the first level; every level has twice as many as the one above
 * @param levels resolutions
 */
public record LevelSettings(int channels, int levels) {

  /**
   * @throws IllegalArgumentException if a setting is not within its bounds
   */
  public LevelSettings {
    NetworkSettings.check("channels", channels, 1, 1024);
    NetworkSettings.check("levels", levels, 2, 6);
  }
}
