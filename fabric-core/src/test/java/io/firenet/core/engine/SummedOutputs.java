package io.firenet.core.engine;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;

/**
 * A network of two channels and three classes none of whose outputs is a convolution that only a
 * loss reads: a sum, an activation, and a convolution that is part of the sum.
 */
final class SummedOutputs {

  private SummedOutputs() {}

  static Network build() {
    NetworkBuilder net = new NetworkBuilder();
    Node image = net.input(2);
    Node full = net.pointwise("full", 16, image); // [16, size]
    Node half = net.conv("half", 3, 2, 1, 16, full); // [16, size/2]
    return net.part(
        Part.DECODER,
        "decoder",
        () -> {
          Node coarse = net.pointwise("coarse", 3, half); // [3, size/2]
          Node finer = net.resize("finer", 1, coarse); // [3, size]
          Node sum = net.add("sum", new Layer.Add(), net.pointwise("fine", 3, full), finer);
          Node shifted = net.pointwise("shifted", 3, half);
          Node active = net.add("active", new Layer.LeakyRelu(0.1), shifted);
          return net.build(
              List.of(
                  new Output("sum", sum, false),
                  new Output("active", active, true),
                  new Output("coarse", coarse, true)));
        });
  }
}
