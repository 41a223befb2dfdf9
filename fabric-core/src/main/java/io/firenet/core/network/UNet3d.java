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

/**
 * 3D U-Net: an analysis path of max poolings, a synthesis path of up-convolutions, and shortcuts
 * between layers of one resolution.
 *
 * <p>Ours: convolutions are padded, where the paper crops; up-sampled maps of odd sizes are cut to
 * their shortcut's; norms are instance norms, which is what the paper's batch norm does with one
 * image a batch in training; the paper's is an average over batches when it is applied.
 */
public final class UNet3d implements NetworkProvider {

  private static final LevelSettings DEFAULT = new LevelSettings(32, 4);

  @Override
  public String name() {
    return "unet-3d";
  }

  @Override
  public String title() {
    return "3D U-Net";
  }

  @Override
  public String description() {
    return "3D U-Net: max pooling, up-convolutions, shortcuts";
  }

  @Override
  public String source() {
    return "Çiçek et al., 3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation,"
        + " MICCAI 2016";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    LevelSettings settings = RecordCodec.read(DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, 1e-5, 0); // a LeakyReLU of slope 0 is a ReLU
    int c = settings.channels();
    Node image = net.input(request.channels()); // [C, n]
    Node x = net.part(Part.STEM, "stem", () -> conv(blocks, "first", c, image)); // [32, n]
    x = conv(blocks, "analysis0.second", 2 * c, x); // [64, n]
    Deque<Node> shortcuts = new ArrayDeque<>();
    for (int level = 1; level < settings.levels(); level++) {
      shortcuts.push(x);
      x = net.maxPool("pool" + level, x); // [64, n/2] [128, n/4] [256, n/8]
      x = conv(blocks, "analysis" + level + ".first", c << level, x);
      x = conv(blocks, "analysis" + level + ".second", c << (level + 1), x); // up to [512, n/8]
    }
    for (int level = settings.levels() - 2; level >= 0; level--) {
      Node shortcut = shortcuts.pop(); // [256, n/4] [128, n/2] [64, n]
      x = net.convTranspose("up" + level, x.shape().channels(), x); // [512, n/4] …
      x = net.add("concat" + level, new Layer.Concat(), shortcut, x); // [256+512, n/4] …
      x = conv(blocks, "synthesis" + level + ".first", c << (level + 1), x);
      x =
          conv(
              blocks, "synthesis" + level + ".second", c << (level + 1), x); // [256, n/4] … [64, n]
    }
    return Segmentation.output(net, request.classes(), x); // [K, n]
  }

  private static Node conv(Blocks blocks, String name, int channels, Node x) {
    return blocks.convBlock(name, 3, 1, 1, channels, x);
  }
}
