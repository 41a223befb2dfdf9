package io.firenet.core.engine;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every layer kind, with weights in front that its input gradient reaches. */
public final class LayerCases {

  private LayerCases() {}

  /** A name, and what adds the layer to a network. */
  public static Stream<Arguments> all() {
    return Stream.of(
        layer("conv 3", (net, x) -> net.conv("l", 3, 1, 1, 5, x[0])),
        layer("conv 1", (net, x) -> net.conv("l", 1, 1, 1, 5, x[0])),
        layer("conv 3, stride 2", (net, x) -> net.conv("l", 3, 2, 1, 5, x[0])),
        layer("conv 1, stride 2", (net, x) -> net.conv("l", 1, 2, 1, 5, x[0])),
        layer("conv 3, dilation 2", (net, x) -> net.conv("l", 3, 1, 2, 5, x[0])),
        layer("conv 3, dilation 4", (net, x) -> net.conv("l", 3, 1, 4, 5, x[0])),
        layer("conv 3, 16 channels", (net, x) -> net.conv("l", 3, 1, 1, 16, x[0])),
        layer("pointwise with bias", (net, x) -> net.pointwise("l", 5, x[0])),
        layer("conv 5", (net, x) -> net.conv("l", 5, 1, 1, 5, x[0])),
        layer("conv 5, stride 2", (net, x) -> net.conv("l", 5, 2, 1, 5, x[0])),
        layer("depthwise 3", (net, x) -> net.depthwise("l", 3, x[0])),
        layer(
            "depthwise 5, stride 2", (net, x) -> net.add("l", new Layer.DepthwiseConv(5, 2), x[0])),
        layer(
            "depthwise 3, 16 channels",
            (net, x) -> net.depthwise("l", 3, net.pointwise("w", 16, x[0]))),
        layer(
            "max pool and depthwise conv of the image",
            (net, x) -> net.depthwise("l", 3, net.maxPool("p", x[2]))),
        layer("max pool", (net, x) -> net.maxPool("l", x[0])),
        layer("max pool by 3", (net, x) -> net.add("l", new Layer.MaxPool(3), x[0])),
        layer("max pool, 16 channels", (net, x) -> net.maxPool("l", net.pointwise("w", 16, x[0]))),
        layer("transposed conv", (net, x) -> net.convTranspose("l", 5, net.resize("h", 2, x[0]))),
        layer(
            "transposed conv, 32 to 16 channels",
            (net, x) -> net.convTranspose("l", 16, net.conv("h", 3, 2, 1, 32, x[0]))),
        layer(
            "transposed conv by 4",
            (net, x) ->
                net.add("l", new Layer.ConvTranspose(5, 4), net.conv("h", 1, 4, 1, 3, x[0]))),
        layer("parametric relu", (net, x) -> net.add("l", new Layer.PRelu(), x[0])),
        layer(
            "parametric relu, 16 channels",
            (net, x) -> net.add("l", new Layer.PRelu(), net.pointwise("w", 16, x[0]))),
        layer("norm", (net, x) -> net.add("l", new Layer.InstanceNorm(1e-5), x[0])),
        layer("leaky relu", (net, x) -> net.add("l", new Layer.LeakyRelu(0.01), x[0])),
        layer(
            "norm and leaky relu",
            (net, x) -> leaky(net, net.add("n", new Layer.InstanceNorm(1e-5), x[0]))),
        layer(
            "norm and leaky relu, 16 channels",
            (net, x) ->
                leaky(
                    net, net.add("n", new Layer.InstanceNorm(1e-5), net.pointwise("w", 16, x[0])))),
        layer(
            "sum and leaky relu",
            (net, x) ->
                leaky(net, net.add("s", new Layer.Add(), net.pointwise("w", 4, x[0]), x[1]))),
        layer("add", (net, x) -> net.add("l", new Layer.Add(), x[0], x[1])),
        layer("concat", (net, x) -> net.add("l", new Layer.Concat(), x[0], x[1])),
        layer("trainable sum", (net, x) -> net.add("l", new Layer.TrainableSum(), x[0], x[1])),
        layer("mean", (net, x) -> net.add("l", new Layer.GlobalAveragePool(), x[0])),
        layer(
            "conv of mean",
            (net, x) ->
                net.conv("l", 3, 2, 1, 5, net.add("m", new Layer.GlobalAveragePool(), x[0]))),
        layer(
            "mean back to full size",
            (net, x) -> net.resize("l", 1, net.add("m", new Layer.GlobalAveragePool(), x[0]))),
        layer(
            "mean added to every voxel",
            (net, x) -> {
              Node mean = net.add("m", new Layer.GlobalAveragePool(), x[1]);
              return net.add("l", new Layer.Add(), x[0], net.resize("r", 1, mean));
            }),
        layer("resize down", (net, x) -> net.resize("l", 2, x[0])),
        layer("resize down and up", (net, x) -> net.resize("u", 1, net.resize("l", 4, x[0]))));
  }

  private static Node leaky(NetworkBuilder net, Node x) {
    return net.add("l", new Layer.LeakyRelu(0.01), x);
  }

  private static Arguments layer(String name, BiFunction<NetworkBuilder, Node[], Node> add) {
    return Arguments.of(name, add);
  }

  /** All but maxima, whose place a rounding may move, and kinks in the midst of normed values. */
  public static Stream<Arguments> smooth() {
    return all().filter(layer -> !((String) layer.get()[0]).matches("max.*|norm and leaky relu.*"));
  }

  /** A layer that may read two convolutions of the image, which have readers of their own. */
  static Network around(BiFunction<NetworkBuilder, Node[], Node> add) {
    NetworkBuilder net = new NetworkBuilder();
    Node image = net.input(2);
    Node a = net.pointwise("a", 4, image);
    Node b = net.pointwise("b", 4, image);
    Node tested = add.apply(net, new Node[] {a, b, image});
    Node[] logits = new Node[3];
    net.part(
        Part.DECODER,
        "decoder",
        () -> {
          logits[0] = net.pointwise("tested", 3, tested);
          logits[1] = net.pointwise("a", 3, a);
          logits[2] = net.pointwise("b", 3, b);
          return net;
        });
    return net.build(
        List.of(
            new Output("tested", logits[0], false),
            new Output("a", logits[1], true),
            new Output("b", logits[2], true)));
  }
}
