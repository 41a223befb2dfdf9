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
import io.firenet.volume.GridSize;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * A plain U-Net as nnU-Net configures it from a dataset's fingerprint: the size of its patches, and
 * from that the number of its poolings. It trains on one dataset, on patches.
 *
 * <p>Ours: images have the run's isotropic spacing, so patches are bounded by one side and all axes
 * are pooled alike, as often as the shortest allows; one patch a batch, and as many voxels in it as
 * nnU-Net has in a batch of two; deep supervision counts each resolution alike, which is this
 * project's loss for every network.
 */
public final class PlainUNet implements NetworkProvider {

  private static final Settings DEFAULT = new Settings(32, 320, 128 * 128 * 128);
  private static final int SHORTEST_EDGE = 4; // of the coarsest map, in voxels
  private static final int MOST_POOLINGS = 5;

  /**
   * The settings.
   *
   * @param channels of the first stage; every stage has twice as many as the one above
   * @param maxChannels most channels of a stage
   * @param patchVoxels most voxels of a patch
   */
  public record Settings(int channels, int maxChannels, int patchVoxels) {
    public Settings {
      NetworkSettings.check("channels", channels, 1, 1024);
      NetworkSettings.check("maxChannels", maxChannels, channels, 4096);
      NetworkSettings.check("patchVoxels", patchVoxels, 16 * 16 * 16, 512 * 512 * 512);
    }

    int channels(int stage) {
      return Math.min(maxChannels, channels << stage);
    }
  }

  @Override
  public String name() {
    return "nnunet-plain";
  }

  @Override
  public String title() {
    return "nnU-Net";
  }

  @Override
  public String description() {
    return "plain U-Net that configures itself from the dataset's fingerprint, as nnU-Net does";
  }

  @Override
  public String source() {
    return "Isensee et al., nnU-Net: a self-configuring method for deep learning-based biomedical"
        + " image segmentation, Nature Methods 18, 2021";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public boolean oneDatasetOnly() {
    return true;
  }

  /** The longest side with which a patch of the median image has no more voxels than allowed. */
  @Override
  public OptionalInt patchSide(NetworkRequest request) {
    int most = RecordCodec.read(DEFAULT, request.settings()).patchVoxels;
    GridSize median = request.fingerprint().medianSize();
    int side = Math.max(16, median.longestSide());
    while (side > 16 && patch(median, side).voxels() > most) {
      side--;
    }
    return OptionalInt.of(side);
  }

  private static GridSize patch(GridSize median, int side) {
    return new GridSize(
        Math.min(side, median.depth()),
        Math.min(side, median.height()),
        Math.min(side, median.width()));
  }

  /** Each pooling halves the shortest axis, of which {@value #SHORTEST_EDGE} voxels must stay. */
  private int poolings(NetworkRequest request) {
    GridSize patch = patch(request.fingerprint().medianSize(), patchSide(request).orElseThrow());
    int edge = Math.min(patch.depth(), Math.min(patch.height(), patch.width()));
    int poolings = 0;
    while (edge >= 2 * SHORTEST_EDGE && poolings < MOST_POOLINGS) {
      edge /= 2;
      poolings++;
    }
    return Math.max(1, poolings);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    Settings settings = RecordCodec.read(DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, 1e-5, 0.01);
    int poolings = poolings(request);
    Node image = net.input(request.channels()); // [C, n]
    int first = settings.channels(0);
    Node x =
        net.part(
            Part.STEM, "stem", () -> blocks.convBlock("conv1", 3, 1, 1, first, image)); // [32, n]
    x = blocks.convBlock("encoder0.conv2", 3, 1, 1, first, x);
    Deque<Node> skips = new ArrayDeque<>();
    for (int stage = 1; stage <= poolings; stage++) {
      skips.push(x);
      int channels = settings.channels(stage); // 64, 128, 256, 320, 320
      x = blocks.convBlock("encoder" + stage + ".conv1", 3, 2, 1, channels, x); // [.., n/2^stage]
      x = blocks.convBlock("encoder" + stage + ".conv2", 3, 1, 1, channels, x);
    }
    List<Output> outputs = new ArrayList<>();
    for (int stage = poolings - 1; stage >= 0; stage--) {
      int channels = settings.channels(stage); // 320, 256, 128, 64, 32
      x = net.convTranspose("decoder" + stage + ".up", channels, x); // [.., n/2^stage]
      x = net.add("decoder" + stage + ".concat", new Layer.Concat(), x, skips.pop());
      x = blocks.convBlock("decoder" + stage + ".conv1", 3, 1, 1, channels, x);
      x = blocks.convBlock("decoder" + stage + ".conv2", 3, 1, 1, channels, x);
      if (stage == 0 || stage < poolings - 1) { // the coarsest two are not supervised
        outputs.add(segmentation(net, stage, request.classes(), x)); // [K, n/2^stage]
      }
    }
    Collections.reverse(outputs);
    return outputs;
  }

  private static Output segmentation(NetworkBuilder net, int stage, int classes, Node x) {
    String name = stage == 0 ? "logits" : "logits" + (1 << stage);
    Node logits = net.part(Part.DECODER, "decoder", () -> net.pointwise(name, classes, x));
    return new Output(name, logits, stage > 0);
  }
}
