package io.firenet.core.engine;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;

/** A small U-Net of every layer kind that the fabric has not: two channels, three classes. */
public final class UNet {

  private UNet() {}

  public static Network build() {
    NetworkBuilder net = new NetworkBuilder();
    Node image = net.input(2);
    Node full = block(net, "full", net.pointwise("stem", 16, image)); // [16, size]
    Node pooledImage = net.pointwise("imageStem", 16, net.maxPool("image", image)); // [16, size/2]
    Node pooled = net.maxPool("pool", full);
    Node both = net.add("both", new Layer.Concat(), pooled, pooledImage); // [32, size/2]
    Node half = block(net, "half", both);
    Node up = net.convTranspose("up", 16, half); // [16, size]
    Node last = block(net, "last", net.add("sum", new Layer.Add(), up, full));
    Node logits = net.part(Part.DECODER, "head", () -> net.pointwise("logits", 3, last));
    Node coarse = net.part(Part.DECODER, "coarse", () -> net.pointwise("logits", 3, half));
    return net.build(List.of(new Output("a", logits, false), new Output("b", coarse, true)));
  }

  private static Node block(NetworkBuilder net, String name, Node x) {
    Node spread = net.conv(name + ".conv", 1, 1, 1, 16, net.depthwise(name + ".depthwise", 3, x));
    Node norm = net.add(name + ".norm", new Layer.InstanceNorm(1e-5), spread);
    return net.add(name + ".act", new Layer.PRelu(), norm);
  }
}
