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
import java.util.ArrayList;
import java.util.List;

/**
 * MDU-Net in 3D: a U-Net with dense connections across scales, in the encoder, in the decoder and
 * between them. Each level also sees the maps of its neighbours above and below.
 *
 * <p>The FIRENet paper compares itself with a "3D MDUNet"; this takes it for the multi-scale
 * densely connected U-Net of Zhang et al., which is two-dimensional and whose table of layers was
 * not at hand. Ours are therefore the third dimension, the channels, the 1³ convolutions that join
 * what meets at a level, trilinear up-scaling and instance norms; its quantization is left out.
 */
public final class DenseUNet3d implements NetworkProvider {

  private static final LevelSettings DEFAULT = new LevelSettings(16, 5);

  @Override
  public String name() {
    return "mdunet-3d";
  }

  @Override
  public String title() {
    return "3D MDUNet";
  }

  @Override
  public String description() {
    return "MDU-Net in 3D: dense connections across scales in encoder, decoder and between";
  }

  @Override
  public String source() {
    return "Zhang et al., MDU-Net: Multi-scale Densely Connected U-Net for Biomedical Image"
        + " Segmentation, arXiv:1812.00352, 2018";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    LevelSettings settings = RecordCodec.read(DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, 1e-5, 0); // ReLU
    Node image = net.input(request.channels()); // [C, n]
    int c = settings.channels();
    Node stem =
        net.part(Part.STEM, "stem", () -> blocks.convBlock("conv", 3, 1, 1, c, image)); // [16, n]
    List<Node> encoded = encode(blocks, settings, stem);
    Node last = decode(blocks, settings, encoded);
    return Segmentation.output(net, request.classes(), last); // [K, n]
  }

  /** Level l sees the poolings of all levels above it, {@code [16, n] … [256, n/16]}. */
  private static List<Node> encode(Blocks blocks, LevelSettings settings, Node stem) {
    List<Node> levels = new ArrayList<>();
    levels.add(blocks.convBlock("encoder0", 3, 1, 1, settings.channels(), stem)); // [16, n]
    List<Node> pooled = new ArrayList<>(levels);
    for (int level = 1; level < settings.levels(); level++) {
      String name = "encoder" + level;
      for (int above = 0; above < level; above++) {
        pooled.set(above, blocks.net().maxPool(name + ".pool" + above, pooled.get(above)));
      }
      Node x = level(blocks, name, settings.channels() << level, pooled);
      levels.add(x);
      pooled.add(x);
    }
    return levels;
  }

  /**
   * On the way up, level l sees its encoder's map, those of the encoder's levels above and below,
   * and the decoder's of all levels below.
   */
  private static Node decode(Blocks blocks, LevelSettings settings, List<Node> encoded) {
    NetworkBuilder net = blocks.net();
    List<Node> below = new ArrayList<>(List.of(encoded.get(settings.levels() - 1)));
    for (int level = settings.levels() - 2; level >= 0; level--) {
      String name = "decoder" + level;
      List<Node> seen = new ArrayList<>(List.of(encoded.get(level)));
      if (level > 0) {
        seen.add(net.maxPool(name + ".pool", encoded.get(level - 1)));
      }
      if (level < settings.levels() - 2) { // else it is the decoder's own
        seen.add(net.resize(name + ".encoded", 1 << level, encoded.get(level + 1)));
      }
      for (int i = 0; i < below.size(); i++) {
        seen.add(net.resize(name + ".below" + i, 1 << level, below.get(i)));
      }
      below.add(level(blocks, name, settings.channels() << level, seen));
    }
    return below.get(below.size() - 1); // [16, n]
  }

  /** All that meets at a level, reduced to its channels, and two convolutions. */
  private static Node level(Blocks blocks, String name, int channels, List<Node> maps) {
    Node all = blocks.net().add(name + ".concat", new Layer.Concat(), maps.toArray(Node[]::new));
    Node reduced = blocks.convBlock(name + ".join", 1, 1, 1, channels, all);
    Node first = blocks.convBlock(name + ".first", 3, 1, 1, channels, reduced);
    return blocks.convBlock(name + ".second", 3, 1, 1, channels, first);
  }
}
