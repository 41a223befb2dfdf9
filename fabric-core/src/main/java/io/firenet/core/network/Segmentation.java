package io.firenet.core.network;

import io.firenet.network.Layer;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;
import java.util.Optional;

/** How U-Nets come from feature maps to the segmentation of one dataset. */
final class Segmentation {

  private Segmentation() {}

  /** A 1³ convolution of the last feature map, {@code [C, n] → [classes, n]}, as only output. */
  static List<Output> output(NetworkBuilder net, int classes, Node x) {
    Node logits = net.part(Part.DECODER, "decoder", () -> net.pointwise("logits", classes, x));
    return List.of(new Output("logits", logits, false));
  }

  /** The logits of a level, {@code [K, n/2^level]}, with those of the coarser level added. */
  static Node addCoarser(NetworkBuilder net, int level, Node logits, Optional<Node> coarser) {
    if (coarser.isEmpty()) {
      return logits;
    }
    Node finer = net.resize("resize", 1 << level, coarser.get());
    return net.add("sum", new Layer.Add(), logits, finer);
  }
}
