package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.WorkTime;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which nodes of a network are computed at the same time, by one thread each. A group of them is
 * consecutive in the network's order and falls into pieces that do not read each other, such as the
 * branches of a fabric's column; each lane takes some of the pieces. Groups are chosen so that all
 * nodes together take the least time that is expected.
 */
final class LanePlan {

  private static final int MOST_NODES = 80; // of a group

  /**
   * Nodes that are computed at the same time.
   *
   * @param first of them in the network's order
   * @param last of them
   * @param lanes the nodes of each, in the network's order
   */
  record Group(Node first, Node last, List<List<Node>> lanes) {}

  private final Map<Node, Group> groups = new HashMap<>();
  private final Map<Node, Integer> laneOf = new HashMap<>();
  private final Map<Node, Integer> places = new HashMap<>(); // in the network's order

  private final List<Node> nodes;
  private final double[] alone; // microseconds of each node
  private final double[] together;
  private final int[][] reads; // which nodes each of them reads
  private final int lanes;
  private final double expected; // microseconds of all

  LanePlan(Network network, ElementType type, GridSize size, int lanes, WorkTime times) {
    this.lanes = lanes;
    nodes = network.nodes().stream().filter(node -> !node.isImage()).toList();
    alone = new double[nodes.size()];
    together = new double[nodes.size()];
    reads = new int[nodes.size()][];
    for (int i = 0; i < alone.length; i++) {
      Node node = nodes.get(i);
      places.put(node, i);
      reads[i] = node.inputs().stream().filter(places::containsKey).mapToInt(places::get).toArray();
      double flop = node.convolutionFlop(size);
      double bytes = bytes(node, type, size);
      alone[i] = times.alone(type, flop, bytes);
      together[i] = times.together(alone[i]);
    }
    expected = choose(times.handingOver());
  }

  /** The group of a node that is computed beside others. */
  Optional<Group> group(Node node) {
    return Optional.ofNullable(groups.get(node));
  }

  /** The lane of a node that is computed beside others, from 0 on; −1 for another one. */
  int lane(Node node) {
    return laneOf.getOrDefault(node, -1);
  }

  /** The same for a pass before one in the first lane; what keeps a state is there in both. */
  int laneKeepingState(Node node) {
    boolean first = lane(node) < 0 && LayerTraits.of(node.layer()).keepsState();
    return first ? 0 : lane(node);
  }

  /** The same for a pass in the first lane. */
  int laneOrFirst(Node node) {
    return Math.max(0, lane(node));
  }

  /**
   * Whether a backward pass in one lane, with gradients of weights in others, is expected to take
   * less time than one by groups. Going backward takes a node as long as going forward, and the
   * gradients of its weights as long again.
   *
   * @param others lanes beside that of the pass
   * @param trained whether a node's weights have gradients
   */
  boolean leavesWeightsBehind(int others, Predicate<Node> trained) {
    double pass = Arrays.stream(alone).sum();
    double weights = 0;
    for (int i = 0; i < alone.length; i++) {
      Node node = nodes.get(i);
      weights += LayerTraits.of(node.layer()).convolution() && trained.test(node) ? alone[i] : 0;
    }
    double both = pass + weights;
    double behind = Math.max(pass, both / (1 + others));
    return behind < expected * both / pass;
  }

  /** A node's place in the network's order. */
  int place(Node node) {
    return places.get(node);
  }

  /** What a forward pass reads and writes; kernels are read as float32 and brought to a type. */
  private static double bytes(Node node, ElementType type, GridSize size) {
    double values = (double) node.shape().channels() * node.shape().at(size).voxels();
    for (Node input : node.inputs()) {
      values += (double) input.shape().channels() * input.shape().at(size).voxels();
    }
    double weights = node.weights().stream().mapToDouble(spec -> spec.size()).sum();
    return values * type.bytes() + weights * (Float.BYTES + type.bytes());
  }

  /**
   * The cheapest way to the end of the network, by the cheapest ways to each node before.
   *
   * @return microseconds that it is expected to take
   */
  private double choose(double handingOver) {
    int n = nodes.size();
    double[] least = new double[n + 1];
    int[] from = new int[n + 1];
    Arrays.fill(least, 1, n + 1, Double.MAX_VALUE);
    for (int first = 0; first < n; first++) {
      if (least[first] + together[first] < least[first + 1]) {
        least[first + 1] = least[first] + together[first];
        from[first + 1] = first;
      }
      Pieces pieces = new Pieces(first);
      for (int end = first + 1; end <= Math.min(n, first + MOST_NODES); end++) {
        pieces.add(end - 1);
        double time = least[first] + handingOver + pieces.longestLane();
        if (end - first > 1 && time < least[end]) {
          least[end] = time;
          from[end] = first;
        }
      }
    }
    for (int end = n; end > 0; end = from[end]) {
      if (end - from[end] > 1) {
        addGroup(from[end], end);
      }
    }
    return least[n];
  }

  private void addGroup(int first, int end) {
    Pieces pieces = new Pieces(first);
    for (int i = first; i < end; i++) {
      pieces.add(i);
    }
    List<List<Node>> sharedOut = pieces.sharedOut();
    Group group = new Group(nodes.get(first), nodes.get(end - 1), sharedOut);
    for (int lane = 0; lane < sharedOut.size(); lane++) {
      for (Node node : sharedOut.get(lane)) {
        groups.put(node, group);
        laneOf.put(node, lane);
      }
    }
  }

  /** The nodes from one on in pieces that do not read each other. */
  private final class Pieces {

    private final int first;
    private final int[] pieceOf = new int[MOST_NODES];
    private final double[] times = new double[MOST_NODES]; // of each piece, 0 where it was joined
    private int count;

    Pieces(int first) {
      this.first = first;
    }

    void add(int node) {
      int piece = count;
      pieceOf[count++] = piece;
      times[piece] = alone[node];
      for (int read : reads[node]) {
        if (read >= first && pieceOf[read - first] != piece) {
          join(pieceOf[read - first], piece);
        }
      }
    }

    private void join(int old, int into) {
      times[into] += times[old];
      times[old] = 0;
      for (int i = 0; i < count; i++) {
        pieceOf[i] = pieceOf[i] == old ? into : pieceOf[i];
      }
    }

    double longestLane() {
      return Arrays.stream(times(laneOfPieces())).max().orElse(0);
    }

    private double[] times(int[] laneOf) {
      double[] sums = new double[lanes];
      for (int piece = 0; piece < count; piece++) {
        sums[laneOf[piece]] += times[piece];
      }
      return sums;
    }

    /** The longest piece to the lane that has the least, and so on. */
    private int[] laneOfPieces() {
      int[] laneOf = new int[count];
      double[] sums = new double[lanes];
      IntStream.range(0, count)
          .boxed()
          .filter(piece -> times[piece] > 0)
          .sorted(Comparator.comparingDouble(piece -> -times[piece]))
          .forEach(
              piece -> {
                int least = 0;
                for (int lane = 1; lane < lanes; lane++) {
                  least = sums[lane] < sums[least] ? lane : least;
                }
                laneOf[piece] = least;
                sums[least] += times[piece];
              });
      return laneOf;
    }

    List<List<Node>> sharedOut() {
      int[] laneOf = laneOfPieces();
      return IntStream.range(0, lanes)
          .mapToObj(
              lane ->
                  IntStream.range(0, count)
                      .filter(i -> laneOf[pieceOf[i]] == lane)
                      .mapToObj(i -> nodes.get(first + i))
                      .toList())
          .filter(lane -> !lane.isEmpty())
          .toList();
    }
  }
}
