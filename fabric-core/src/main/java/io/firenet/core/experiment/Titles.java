package io.firenet.core.experiment;

import java.util.Map;

/** What networks are called in tables, as their papers call them. */
final class Titles {

  private static final Map<String, String> BY_NETWORK =
      Map.of("firenet", "FIRENet", "nnunet", "nnU-Net", "vnet", "V-Net", "can3d", "CAN3D");

  private Titles() {}

  /** The title of a network; its name if it has none. */
  static String of(String network) {
    return BY_NETWORK.getOrDefault(network, network);
  }
}
