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
 * The improved 3D U-Net of BraTS 2017: residual context modules between strided convolutions,
 * localization modules on the way up, and segmentation layers of three resolutions that are summed
 * to the output.
 *
 * <p>Ours: no dropout in the context modules; up-scaling is trilinear, where the paper repeats
 * voxels.
 */
public final class ImprovedUNet3d implements NetworkProvider {

  private static final LevelSettings DEFAULT = new LevelSettings(16, 5);
  private static final int SEGMENTATIONS = 3; // levels that the output is summed of

  @Override
  public String name() {
    return "improved-unet-3d";
  }

  @Override
  public String title() {
    return "improved U-Net";
  }

  @Override
  public String description() {
    return "3D U-Net of residual context modules, segmentations of three resolutions summed";
  }

  @Override
  public String source() {
    return "Isensee et al., Brain Tumor Segmentation and Radiomics Survival Prediction:"
        + " Contribution to the BRATS 2017 Challenge, 2017";
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
    x = context(blocks, "context0", x); // [16, n]
    Deque<Node> skips = new ArrayDeque<>();
    for (int level = 1; level < settings.levels(); level++) {
      skips.push(x);
      x = blocks.convBlock("down" + level, 3, 2, 1, c << level, x); // [32, n/2] … [256, n/16]
      x = context(blocks, "context" + level, x);
    }
    Optional<Node> sum = Optional.empty();
    for (int level = settings.levels() - 2; level >= 0; level--) {
      Node skip = skips.pop(); // [128, n/8] … [16, n]
      x = net.resize("up" + level + ".resize", 1 << level, x); // [256, n/8] …
      x = blocks.convBlock("up" + level, 3, 1, 1, c << level, x); // [128, n/8] …
      x = net.add("concat" + level, new Layer.Concat(), skip, x); // [256, n/8] … [32, n]
      x = localization(blocks, level, c << level, x); // [128, n/8] … [32, n]
      if (level < SEGMENTATIONS) {
        sum = Optional.of(segmentation(net, level, request.classes(), x, sum)); // [K, n/2^level]
      }
    }
    return List.of(new Output("logits", sum.orElseThrow(), false)); // [K, n]
  }

  /** Pre-activated residual block, {@code [C,n] → [C,n]}. */
  private static Node context(Blocks blocks, String name, Node x) {
    int channels = x.shape().channels();
    Node y = preactivated(blocks, name + ".first", channels, x);
    y = preactivated(blocks, name + ".second", channels, y);
    return blocks.net().add(name + ".sum", new Layer.Add(), x, y);
  }

  private static Node preactivated(Blocks blocks, String name, int channels, Node x) {
    Node norm = blocks.net().add(name + ".norm", new Layer.InstanceNorm(1e-5), x);
    return blocks.net().conv(name, 3, 1, 1, channels, blocks.activate(name + ".act", norm));
  }

  /** A 3³ convolution, then a 1³ one that halves the channels; the highest level keeps all. */
  private static Node localization(Blocks blocks, int level, int channels, Node x) {
    String name = "localization" + level;
    Node y = blocks.convBlock(name + ".first", 3, 1, 1, 2 * channels, x);
    return level == 0 ? y : blocks.convBlock(name + ".second", 1, 1, 1, channels, y);
  }

  private static Node segmentation(
      NetworkBuilder net, int level, int classes, Node x, Optional<Node> coarser) {
    return net.part(
        Part.DECODER,
        "segmentation" + level,
        () -> {
          Node logits = net.pointwise("logits", classes, x);
          return Segmentation.addCoarser(net, level, logits, coarser);
        });
  }
}
