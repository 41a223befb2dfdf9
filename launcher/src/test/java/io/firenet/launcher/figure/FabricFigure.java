package io.firenet.launcher.figure;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.launcher.figure.Svg.Box;
import io.firenet.launcher.figure.Svg.Kind;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Part;
import io.firenet.volume.GridSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The default network for an image of 64³ voxels, as its description has it: which places of the
 * fabric there are, which read which, and the shapes.
 */
final class FabricFigure {

  private static final GridSize IMAGE = new GridSize(64, 64, 64);
  private static final Pattern PLACE = Pattern.compile("frm\\.(?:n(\\d+)|entry)\\.b(\\d+)\\..*");

  private static final int COLUMN = 118;
  private static final int ROW = 96;
  private static final int LEFT = 300;
  private static final int TOP = 84;

  private final Network network =
      FabricNetwork.build(FabricConfig.DEFAULT, 1, new SegmentationDecoder(), 2);
  private final Svg svg =
      new Svg(
          1000,
          556,
          "FIRENet: stems of each dataset, the shared encoder and fabric, heads of each dataset");

  /**
   * A place of the fabric.
   *
   * @param column from 0, which is its entry
   * @param branch from 1, the finest
   */
  private record Place(int column, int branch) {

    static Place of(Node node) {
      Matcher matcher = PLACE.matcher(node.name());
      if (!matcher.matches()) {
        return new Place(0, 1); // the encoder's output is the entry of the first branch
      }
      String column = matcher.group(1);
      return new Place(
          column == null ? 0 : Integer.parseInt(column), Integer.parseInt(matcher.group(2)));
    }

    Box box() {
      return new Box(LEFT + column * COLUMN, TOP + (branch - 1) * ROW, 84, 48);
    }
  }

  private Node node(String name) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the network has no node " + name));
  }

  private static String shape(Node node) {
    GridSize size = node.shape().at(IMAGE);
    return "%d × %d³".formatted(node.shape().channels(), size.depth());
  }

  String draw() {
    Map<Place, Node> sums = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.TrainableSum)
        .filter(node -> PLACE.matcher(node.name()).matches())
        .forEach(sum -> sums.put(Place.of(sum), sum));
    int columns = sums.keySet().stream().mapToInt(Place::column).max().orElseThrow();
    int branches = sums.keySet().stream().mapToInt(Place::branch).max().orElseThrow();
    outside(columns);
    for (int b = 1; b <= branches; b++) {
      places(sums, columns, b);
    }
    sums.forEach((place, sum) -> sources(sum).forEach(source -> join(source.box(), place.box())));
    node(sums.get(new Place(1, 1)), TOP + branches * ROW + 54);
    return svg.toString();
  }

  private void places(Map<Place, Node> sums, int columns, int branch) {
    String shape = shape(sums.get(new Place(1, branch)));
    for (int column = 0; column <= columns; column++) {
      Place place = new Place(column, branch);
      svg.box(
          Kind.SHARED, place.box(), column == 0 ? "entry" : "node " + column + "." + branch, shape);
    }
    Box last = new Place(columns, branch).box();
    Box sum = sum(columns);
    if (branch == 1) {
      svg.arrow(last.right(), last.middleY(), sum.x(), sum.middleY());
    } else {
      svg.arrow(
          last.right(), last.middleY(), sum.middleX(), last.middleY(), sum.middleX(), sum.bottom());
    }
    Box entry = new Place(0, branch).box();
    Box reduced = reduced();
    if (branch == 1) {
      svg.arrow(reduced.right(), reduced.middleY(), entry.x(), entry.middleY());
    } else {
      svg.arrow(
          reduced.middleX(),
          reduced.bottom(),
          reduced.middleX(),
          entry.middleY(),
          entry.x(),
          entry.middleY());
    }
  }

  private void join(Box from, Box to) {
    svg.arrow(
        from.right(), from.middleY(), to.x(), to.middleY() + Integer.signum(from.y() - to.y()) * 9);
  }

  /** The places that a sum reads, whatever lies between. */
  private static Set<Place> sources(Node sum) {
    Place own = Place.of(sum);
    return sum.inputs().stream()
        .map(
            input -> {
              Node source = input;
              while (PLACE.matcher(source.name()).matches() && Place.of(source).equals(own)) {
                source = source.inputs().get(0);
              }
              return Place.of(source);
            })
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Box reduced() {
    Box entry = new Place(0, 1).box();
    return new Box(entry.x() - 106, entry.y(), 84, 48);
  }

  private static Box sum(int columns) {
    Box last = new Place(columns, 1).box();
    return new Box(last.right() + 22, last.y() + 6, 36, 36);
  }

  /** Before and behind the fabric. */
  private void outside(int columns) {
    Box full = new Box(98, 18, 84, 48);
    Box half = new Box(98, 84, 84, 48);
    Box reduced = reduced();
    Box stem = new Box(8, 18, 68, 48);
    require(Part.STEM, "stem.conv.conv");
    svg.behind(Kind.OWN, stem);
    svg.box(Kind.OWN, stem, "stem", shape(node("stem.conv.conv")));
    svg.box(Kind.SHARED, full, "encoder", shape(node("encoder.level0.act")));
    svg.box(Kind.SHARED, half, "encoder", shape(node("encoder.level1.act")));
    svg.box(Kind.SHARED, reduced, "encoder", shape(node("encoder.reduce4.act")));
    svg.arrow(stem.right(), stem.middleY(), full.x(), full.middleY());
    svg.arrow(full.middleX(), full.bottom(), half.middleX(), half.y());
    svg.arrow(half.right(), half.middleY(), reduced.x(), reduced.middleY());
    Box sum = sum(columns);
    svg.box(Kind.SHARED, sum, "Σ");
    Box head = new Box(sum.x() - 24, 18, 84, 48);
    svg.behind(Kind.OWN, head);
    svg.box(Kind.OWN, head, "head", shape(node("decoder.logits")));
    svg.arrow(sum.middleX(), sum.y(), head.middleX(), head.bottom());
    reads("decoder.d0.skip.conv", "encoder.level0.act");
    reads("decoder.d1.skip.conv", "encoder.level1.act");
    svg.arrow(full.right(), full.middleY() - 8, head.x(), head.middleY() - 8);
    svg.arrow(
        half.right(),
        half.y() + 8,
        half.right() + 10,
        half.y() + 8,
        half.right() + 10,
        head.middleY() + 8,
        head.x(),
        head.middleY() + 8);
    svg.note(8, 152, "start", "one of each dataset:");
    svg.box(Kind.OWN, new Box(8, 160, 140, 28), "stem and head");
    svg.note(8, 212, "start", "shared by all:");
    svg.box(Kind.SHARED, new Box(8, 222, 140, 28), "encoder, fabric");
    svg.note(8, 282, "start", "channels × voxels");
    svg.note(8, 299, "start", "of an image of 64³");
  }

  /** What is drawn by hand must be so. */
  private void reads(String reader, String source) {
    if (!node(reader).inputs().contains(node(source))) {
      throw new IllegalStateException(reader + " does not read " + source);
    }
  }

  private void require(Part part, String name) {
    if (node(name).part() != part) {
      throw new IllegalStateException(name + " is not of the " + part);
    }
  }

  /** A node from within: its sum and its pyramid. */
  private void node(Node sum, int top) {
    svg.heading(8, top + 6, "A node:");
    svg.note(8, top + 26, "start", "neighbours, aligned by");
    svg.note(8, top + 43, "start", "a 1³ convolution and");
    svg.note(8, top + 60, "start", "a trilinear resize");
    Box gate = new Box(200, top + 14, 150, 48);
    svg.box(Kind.SHARED, gate, "trainable sum", "Σ sigmoid(w)·x");
    svg.arrow(160, gate.middleY(), gate.x(), gate.middleY());
    List<Node> rates =
        network.nodes().stream()
            .filter(node -> node.inputs().contains(sum) && node.layer() instanceof Layer.Conv)
            .toList();
    Box join = new Box(650, top + 14, 150, 48);
    for (int i = 0; i < rates.size(); i++) {
      Layer.Conv conv = (Layer.Conv) rates.get(i).layer();
      Box box = new Box(430, top - 34 + 58 * i, 150, 44);
      svg.box(
          Kind.SHARED,
          box,
          "%d³ convolution".formatted(conv.kernel()),
          "dilation " + conv.dilation());
      svg.arrow(gate.right(), gate.middleY(), box.x(), box.middleY());
      svg.arrow(box.right(), box.middleY(), join.x(), join.middleY());
    }
    Node concat = node(sum.name().replace("tfs", "aspp.concat"));
    svg.box(
        Kind.SHARED,
        join,
        "1³ convolution",
        concat.shape().channels() + " → " + sum.shape().channels());
    svg.arrow(join.right(), join.middleY(), join.right() + 60, join.middleY());
    svg.note(join.right() + 68, join.middleY() + 5, "start", "to its neighbours");
  }
}
