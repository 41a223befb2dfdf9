package io.firenet.core.network;

import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.io.RecordCodec;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * 3D U²-Net, the universal U-Net: every convolution of stride 1 is separable, and each dataset owns
 * the depthwise half (its domain adapter) and the norms, while all share the pointwise half and the
 * strided convolutions.
 *
 * <p>Ours: up-sampling is trilinear, where the authors' code repeats voxels; convolutions that a
 * norm follows have no bias.
 */
public final class UniversalUNet3d implements NetworkProvider {

  private static final LevelSettings DEFAULT = new LevelSettings(16, 6);
  private static final int SEGMENTATIONS = 3; // levels that the output is summed of

  @Override
  public String name() {
    return "u2net-3d";
  }

  @Override
  public String title() {
    return "3D U²-Net";
  }

  @Override
  public String description() {
    return "3D U²-Net: separable convolutions, the depthwise half of each dataset's own";
  }

  @Override
  public String source() {
    return "Huang et al., 3D U²-Net: A 3D Universal U-Net for Multi-Domain Medical Image"
        + " Segmentation, MICCAI 2019";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    LevelSettings settings = RecordCodec.read(DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, 1e-5, 0.01);
    int c = settings.channels();
    Node image = net.input(request.channels()); // [C, n]
    Node x =
        net.part(Part.STEM, "stem", () -> blocks.convBlock("conv", 3, 1, 1, c, image)); // [16, n]
    x = residual(blocks, "down0", x);
    Deque<Node> skips = new ArrayDeque<>();
    for (int level = 1; level < settings.levels(); level++) {
      skips.push(x);
      String name = "down" + level;
      Node strided = net.conv(name + ".stride", 3, 2, 1, c << level, x); // [32, n/2] … [512, n/32]
      x = residual(blocks, name, blocks.activate(name + ".act", ownNorm(net, name, strided)));
    }
    Optional<Node> sum = Optional.empty();
    for (int level = settings.levels() - 2; level >= 0; level--) {
      int channels = c << level; // 256 … 16
      x = net.resize("up" + level + ".resize", 1 << level, x);
      x = separable(blocks, "up" + level + ".reduce", channels, x);
      x = net.add("up" + level + ".concat", new Layer.Concat(), x, skips.pop()); // [512, n/16] …
      x = separable(blocks, "up" + level + ".first", channels, x);
      x = separable(blocks, "up" + level + ".second", channels, x); // [256, n/16] … [16, n]
      if (level < SEGMENTATIONS) {
        sum = Optional.of(segmentation(blocks, level, request.classes(), x, sum)); // [K, n/2^level]
      }
    }
    return List.of(new Output("logits", sum.orElseThrow(), false)); // [K, n]
  }

  /** Two separable convolutions, the input added before the last activation. */
  private static Node residual(Blocks blocks, String name, Node x) {
    int channels = x.shape().channels();
    Node y = separable(blocks, name + ".first", channels, x);
    y = mixed(blocks, name + ".second", channels, y);
    Node sum = blocks.net().add(name + ".sum", new Layer.Add(), x, y);
    return blocks.activate(name + ".sum.act", sum);
  }

  private static Node separable(Blocks blocks, String name, int channels, Node x) {
    return blocks.activate(name + ".act", mixed(blocks, name, channels, x));
  }

  /** The dataset's spatial filters, then the pointwise convolution that all share. */
  private static Node mixed(Blocks blocks, String name, int channels, Node x) {
    NetworkBuilder net = blocks.net();
    Node spatial =
        net.part(Part.DECODER, name + ".adapter", () -> net.depthwise("depthwise", 3, x));
    Node active = blocks.activate(name + ".adapter.act", ownNorm(net, name + ".adapter", spatial));
    return ownNorm(net, name, net.conv(name + ".pointwise", 1, 1, 1, channels, active));
  }

  private static Node ownNorm(NetworkBuilder net, String name, Node x) {
    return net.part(Part.DECODER, name, () -> net.add("norm", new Layer.InstanceNorm(1e-5), x));
  }

  /** Coarser ones are normed and activated before they are added to the next, as in the code. */
  private static Node segmentation(
      Blocks blocks, int level, int classes, Node x, Optional<Node> coarser) {
    NetworkBuilder net = blocks.net();
    return net.part(
        Part.DECODER,
        "segmentation" + level,
        () -> {
          Node logits =
              level == 0
                  ? net.pointwise("logits", classes, x)
                  : blocks.convBlock("logits", 1, 1, 1, classes, x);
          return Segmentation.addCoarser(net, level, logits, coarser);
        });
  }
}
