package io.firenet.core.fabric;

import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The fabric representation module: branches × nodes, each node joined to its neighbours by a
 * trainable sum. Branch b works at {@code size(x)/2^(b−1)} with {@code 64·2^(b−1)} channels.
 */
final class FabricModule {

  private final Blocks blocks;
  private final FabricConfig config;

  FabricModule(Blocks blocks, FabricConfig config) {
    this.blocks = blocks;
    this.config = config;
  }

  /** {@code x → r}, both {@code [64, n/4]}. */
  Node build(Node x) {
    return blocks.net().scope("frm", () -> join(weave(x)));
  }

  private List<Node> weave(Node x) {
    List<Node> column = entry(x); // ψ(0,·)
    for (int n = 1; n <= config.nodes(); n++) {
      List<Node> before = column;
      column = blocks.net().scope("n" + n, () -> nextColumn(before));
    }
    return column; // ψ(N,·)
  }

  /** Column 0: x itself, and x resized and widened for each further branch. */
  private List<Node> entry(Node x) {
    List<Node> column = new ArrayList<>(List.of(x));
    for (int b = 2; b <= config.branches(); b++) {
      Node resized = blocks.net().resize("entry.b" + b + ".resize", config.stride(b), x);
      column.add(blocks.convBlock("entry.b" + b, 1, 1, 1, config.channels(b), resized));
    }
    return column;
  }

  private List<Node> nextColumn(List<Node> before) {
    List<Node> column = new ArrayList<>();
    for (int b = 1; b <= before.size(); b++) {
      int branch = b;
      column.add(blocks.net().scope("b" + b, () -> node(before, branch)));
    }
    return column;
  }

  /** ψ(n,b) of the column before it. */
  private Node node(List<Node> before, int b) {
    List<Node> terms = new ArrayList<>(List.of(before.get(b - 1)));
    if (b > 1) {
      terms.add(align("finer", before.get(b - 2), b));
    }
    if (b < before.size()) {
      terms.add(align("coarser", before.get(b), b));
    }
    return pyramid(trainableSum("tfs", terms), config.channels(b));
  }

  /** Feature alignment: to the branch's channels, then to its size. */
  private Node align(String name, Node neighbour, int b) {
    Node channels = blocks.convBlock(name, 1, 1, 1, config.channels(b), neighbour);
    return blocks.net().resize(name + ".resize", config.stride(b), channels);
  }

  /** ASPP3D: one atrous convolution per rate, joined by a 1³ convolution. */
  private Node pyramid(Node x, int channels) {
    Node[] scales = new Node[config.rates().size()];
    for (int i = 0; i < scales.length; i++) {
      int rate = config.rates().get(i);
      scales[i] = blocks.convBlock("aspp.rate" + (i + 1), 3, 1, rate, channels, x);
    }
    Node all = blocks.net().add("aspp.concat", new Layer.Concat(), scales); // [3C, n]
    return blocks.convBlock("aspp.join", 1, 1, 1, channels, all); // [C, n]
  }

  /** The output: every branch brought to the first one's shape, and summed. */
  private Node join(List<Node> last) {
    List<Node> terms = new ArrayList<>(List.of(last.get(0)));
    for (int b = 2; b <= last.size(); b++) {
      terms.add(align("out.b" + b, last.get(b - 1), 1));
    }
    return trainableSum("out.sum", terms);
  }

  private Node trainableSum(String name, List<Node> terms) {
    return blocks.net().add(name, new Layer.TrainableSum(), terms.toArray(Node[]::new));
  }
}
