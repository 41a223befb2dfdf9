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
 * V-Net: stages of one to three 5³ convolutions that learn residuals, strided convolutions down,
 * transposed ones up, PReLU throughout.
 *
 * <p>Ours: an instance norm after each convolution of a stage, as the paper has none and this
 * project's learning rate is one for all networks; convolutions down have 3³ kernels for the
 * paper's 2³; the image reaches the first stage's sum through a 1³ convolution, where the paper
 * repeats its one channel sixteen times.
 */
public final class VNet implements NetworkProvider {

  private static final Settings DEFAULT = new Settings(16);
  private static final int[] DOWN = {1, 2, 3, 3, 3}; // convolutions of each stage on the way down
  private static final int[] UP = {1, 2, 3, 3}; // and on the way up, by level

  /**
   * The settings.
   *
   * @param channels of the first stage; every stage has twice as many as the one above
   */
  public record Settings(int channels) {
    public Settings {
      NetworkSettings.check("channels", channels, 1, 1024);
    }
  }

  @Override
  public String name() {
    return "vnet";
  }

  @Override
  public String title() {
    return "V-Net";
  }

  @Override
  public String description() {
    return "V-Net: residual stages of 5³ convolutions";
  }

  @Override
  public String source() {
    return "Milletari et al., V-Net: Fully Convolutional Neural Networks for Volumetric Medical"
        + " Image Segmentation, 3DV 2016";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    int c = RecordCodec.read(DEFAULT, request.settings()).channels;
    Blocks blocks = new Blocks(net, 1e-5, 0);
    Node image = net.input(request.channels()); // [C, n]
    Node x = net.part(Part.STEM, "stem", () -> first(blocks, c, image)); // [16, n]
    Deque<Node> skips = new ArrayDeque<>();
    for (int level = 1; level < DOWN.length; level++) {
      skips.push(x);
      x = prelu(net, "down" + level, net.conv("down" + level, 3, 2, 1, c << level, x));
      x = stage(blocks, "left" + level, DOWN[level], x); // [32, n/2] … [256, n/16]
    }
    for (int level = UP.length - 1; level >= 0; level--) {
      Node skip = skips.pop(); // [128, n/8] … [16, n]
      Node up = prelu(net, "up" + level, net.convTranspose("up" + level, c << level, x));
      x = net.add("concat" + level, new Layer.Concat(), up, skip); // [256, n/8] … [32, n]
      x = stage(blocks, "right" + level, UP[level], x);
    }
    return Segmentation.output(net, request.classes(), x); // [K, n]
  }

  private static Node first(Blocks blocks, int channels, Node image) {
    NetworkBuilder net = blocks.net();
    Node conv = blocks.convNorm("conv", 5, 1, 1, channels, image);
    Node skip = net.conv("skip", 1, 1, 1, channels, image);
    return prelu(net, "sum", net.add("sum", new Layer.Add(), conv, skip));
  }

  /** Convolutions whose last one's output is added to the stage's input. */
  private static Node stage(Blocks blocks, String name, int convolutions, Node x) {
    NetworkBuilder net = blocks.net();
    Node y = x;
    for (int i = 1; i <= convolutions; i++) {
      String conv = name + ".conv" + i;
      y = blocks.convNorm(conv, 5, 1, 1, x.shape().channels(), y);
      y = i < convolutions ? prelu(net, conv, y) : y;
    }
    return prelu(net, name, net.add(name + ".sum", new Layer.Add(), x, y));
  }

  private static Node prelu(NetworkBuilder net, String name, Node x) {
    return net.add(name + ".prelu", new Layer.PRelu(), x);
  }
}
