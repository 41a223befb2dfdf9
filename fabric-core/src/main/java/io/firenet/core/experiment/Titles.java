package io.firenet.core.experiment;

import java.util.Map;

/** What networks are called in tables, as their papers call them. */
final class Titles {

  private static final Map<String, String> BY_NETWORK =
      Map.of(
          "firenet", "FIRENet",
          "unet-3d", "3D U-Net",
          "improved-unet-3d", "improved U-Net",
          "vnet", "V-Net",
          "can-3d", "CAN3D",
          "nnunet-plain", "nnU-Net",
          "u2net-3d", "3D U²-Net",
          "mdunet-3d", "3D MDUNet");

  private Titles() {}

  /** The title of a network; its name if it has none. */
  static String of(String network) {
    return BY_NETWORK.getOrDefault(network, network);
  }
}
