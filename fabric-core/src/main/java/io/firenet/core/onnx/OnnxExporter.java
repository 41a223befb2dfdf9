package io.firenet.core.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.firenet.file.AtomicFile;
import io.firenet.model.GraphDigest;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.TensorShape;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import io.firenet.volume.Volume;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a trained network as one ONNX file that says all about itself: opset 17, input {@code
 * image [1,C,D,H,W]}, float32, any D, H, W; its {@link ModelCard} is in the metadata. The output is
 * {@code logits [1,K,D,H,W]} of a segmentation, {@code logits [1,K,1,1,1]} of a classification, or
 * {@code values [1,K,1,1,1]} of a regression, in the units of their quantities.
 */
public final class OnnxExporter {

  /**
   * Most that logits may differ from the reference's, absolute; values, in standard deviations of
   * the training cases.
   */
  public static final double MAX_DIFFERENCE = 1e-3;

  /** IR version and opset that ONNX Runtime has read since 1.12, with 5-D Resize on the GPU. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  /** Protobuf's limit of a message is 2 GiB; what is not weights stays far below this margin. */
  private static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - (16L << 20);

  /**
   * An even and an odd size. At a sixteenth of the resolution both leave 2×2×2 voxels: the norm of
   * two voxels alone would turn differences of rounding into differences of the result.
   */
  private static final List<GridSize> CHECKED_SIZES =
      List.of(new GridSize(24, 20, 28), new GridSize(17, 19, 21));

  /**
   * Networks of many norms amplify rounding until it shows. u2net-3d has 60 one after another: in
   * double precision a change of the image's last digit moves the first convolution by 7·10⁻⁷ and
   * the logits by 10⁻³ (fresh weights, 40×36×44), about an eighth more with each norm, at every
   * level and not at the coarsest alone. Where the trained network's own outputs move like this,
   * the file's may differ by so many times as much: 1.0 to 3.2 times in 12 comparisons of right
   * files (fresh weights and those of 5 minutes of training, three sizes).
   */
  private static final double ROUNDINGS = 5;

  /**
   * Refused however much a network amplifies. Those files differed by 0.013 at most with fresh
   * weights, by 0.0006 with trained ones, of logits around 10.
   */
  private static final double MAX_ROUNDING = 0.05;

  private OnnxExporter() {}

  /**
   * Writes the network's final output, checks that ONNX Runtime computes from the file what the
   * reference computes, and only then gives the file its name.
   *
   * @param network the network; what leads to auxiliary outputs alone is left out
   * @param weights the values of each weight in ONNX order
   * @param card what a user needs to know
   * @param reference the network as it was trained, with the same weights
   * @param file where the model goes; replaced if it exists, its folder is created
   * @throws IOException if the file cannot be written, or computes something else than the
   *     reference
   * @throws IllegalArgumentException if card and network do not belong together, a weight is not
   *     finite or of a wrong size, or all of them are too large for one ONNX file
   */
  public static void export(
      Network network,
      Function<WeightSpec, float[]> weights,
      ModelCard card,
      LogitsFunction reference,
      Path file)
      throws IOException {
    export(network, weights, card, reference, ExportOptions.DEFAULT, List.of(), file);
  }

  /**
   * Writes and checks a file as {@link #export(Network, Function, ModelCard, LogitsFunction, Path)}
   * does, in any form. The comparison is of the graph in single precision; what rounding does to
   * the results of lower precision is for the caller to judge.
   *
   * @param network with or without auxiliary outputs, which are left out
   * @param weights the values of each weight, in the order of its shape
   * @param card what the file tells of itself
   * @param reference what the graph is compared with, on a random image
   * @param options number format and target
   * @param images images of the training set, prepared for the network, for the ranges of integers;
   *     may be empty in other precisions
   * @param file the file to write or replace; folders above it are made
   * @throws IOException as there
   * @throws IllegalArgumentException as there, or if integers are asked for without images, or half
   *     precision cannot hold a weight
   */
  public static void export(
      Network network,
      Function<WeightSpec, float[]> weights,
      ModelCard card,
      LogitsFunction reference,
      ExportOptions options,
      List<Volume> images,
      Path file)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling(target.getFileName() + ".part");
    Files.createDirectories(draft.getParent());
    try {
      ExportOptions exact = new ExportOptions(ExportPrecision.F32, options.target());
      write(network, weights, card, exact, List.of(), draft);
      check(network, card, reference, draft, target);
      if (!options.equals(exact)) {
        write(network, weights, card, options, images, draft);
      }
      AtomicFile.publish(draft, target);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void check(
      Network network, ModelCard card, LogitsFunction reference, Path draft, Path target)
      throws IOException {
    try (OnnxParity parity = new OnnxParity(draft, card.quantities())) {
      for (GridSize smallest : CHECKED_SIZES) {
        GridSize size = checked(smallest, network);
        int channels = card.channels().size();
        double difference = parity.maxDifference(reference, channels, size, 1);
        double allowed = MAX_DIFFERENCE;
        if (difference > allowed && difference <= MAX_ROUNDING) {
          double rounding = ROUNDINGS * OnnxParity.rounding(reference, channels, size, 1);
          allowed = Math.min(MAX_ROUNDING, Math.max(allowed, rounding));
        }
        if (!(difference <= allowed)) { // NaN fails too
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s: not written: its outputs differ from the trained network's by %.3g on a random"
                      + " image of %s, at most %s is allowed",
                  target,
                  difference,
                  size,
                  (float) allowed));
        }
      }
    }
  }

  /**
   * Large enough that no norm is over one voxel. That gives its bias, but in ONNX Runtime with 10⁻⁴
   * of rounding, which the next norm blows up: u2net-3d on 24×20×28 comes out wrong by up to 0.6.
   */
  private static GridSize checked(GridSize smallest, Network network) {
    int coarsest =
        network.nodes().stream()
            .map(Node::shape)
            .filter(shape -> !shape.isWhole())
            .mapToInt(TensorShape::divisor)
            .max()
            .orElse(1);
    int more = smallest.ceilDiv(coarsest).voxels() > 1 ? 0 : coarsest;
    return new GridSize(smallest.depth() + more, smallest.height() + more, smallest.width() + more);
  }

  /**
   * Writes the network's final output without any comparison, for weights that nothing was trained
   * with.
   *
   * @param network with or without auxiliary outputs, which are left out
   * @param weights the values of each weight, in the order of its shape
   * @param card what the file tells of itself
   * @param file the file to write or replace; folders above it are made
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException as {@link #export}
   */
  public static void write(
      Network network, Function<WeightSpec, float[]> weights, ModelCard card, Path file)
      throws IOException {
    write(network, weights, card, ExportOptions.DEFAULT, List.of(), file);
  }

  /**
   * Writes a file as {@link #write(Network, Function, ModelCard, Path)} does, in any form.
   *
   * @param network with or without auxiliary outputs, which are left out
   * @param weights the values of each weight, in the order of its shape
   * @param card what the file tells of itself
   * @param options number format and target
   * @param images as for {@link #export}
   * @param file the file to write or replace; folders above it are made
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Network network,
      Function<WeightSpec, float[]> weights,
      ModelCard card,
      ExportOptions options,
      List<Volume> images,
      Path file)
      throws IOException {
    Network exported = network.withoutAuxiliary();
    checkBelong(exported, card);
    checkSize(exported.parameters());
    ModelCard told =
        card.withActivationBytesPerVoxel(ActivationMemory.bytesPerVoxel(exported, options))
            .withPrecision(options.precision().toString());
    ActivationRanges ranges =
        options.precision() == ExportPrecision.INT8
            ? ranges(exported, weights, told, images)
            : null;
    boolean half = options.precision() == ExportPrecision.FP16;
    NetworkWriter writer =
        new NetworkWriter(exported, weights, card.quantities(), options.target(), half, ranges);
    GraphProto graph = writer.write(card.network());
    ModelProto model = model(graph, told.withGraphSha256(digest(graph)));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      model.writeTo(out);
    }
  }

  private static String digest(GraphProto graph) throws IOException {
    MessageDigest digest = GraphDigest.newDigest();
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 20)) {
      graph.writeTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ActivationRanges ranges(
      Network network, Function<WeightSpec, float[]> weights, ModelCard card, List<Volume> images)
      throws IOException {
    NetworkWriter writer =
        new NetworkWriter(network, weights, List.of(), ExportTarget.GPU, false, null);
    GraphProto graph = writer.write(card.network(), ActivationRanges.nodes(network));
    return Calibration.measure(network, model(graph, card), images);
  }

  private static ModelProto model(GraphProto graph, ModelCard card) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName("FIRENet for Java")
            .setProducerVersion(card.provenance().software())
            .setModelVersion(card.formatVersion())
            .setDocString(card.title() + "\n" + card.citation())
            .setGraph(graph);
    if (graph.getNodeList().stream()
        .anyMatch(n -> n.getDomain().equals(OnnxGraph.RUNTIME_DOMAIN))) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.RUNTIME_DOMAIN).setVersion(1));
    }
    metadata(card)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  /** The card for programs, and what people look for in a viewer. */
  private static Map<String, String> metadata(ModelCard card) {
    List<String> names = card.outputNames();
    String labels =
        IntStream.range(0, names.size())
            .mapToObj(i -> i + " " + names.get(i))
            .collect(Collectors.joining(", "));
    return new TreeMap<>(
        Map.of(
            ModelCard.METADATA_KEY,
            ModelCardJson.toJson(card),
            "firenet.dataset",
            card.dataset(),
            "firenet.channels",
            String.join(", ", card.channels()),
            "firenet.labels",
            labels,
            "firenet.spacing_mm",
            Double.toString(card.preprocessing().spacingMm()),
            "firenet.licence",
            card.licence()));
  }

  private static void checkBelong(Network network, ModelCard card) {
    int channels = network.input().shape().channels();
    int outputs = network.outputs().get(0).node().shape().channels();
    if (channels != card.channels().size() || outputs != card.outputNames().size()) {
      throw new IllegalArgumentException(
          "the network has %s channels and %s outputs, the model card names channels %s and outputs %s"
              .formatted(channels, outputs, card.channels(), card.outputNames()));
    }
    if (network.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "an exported network has one final output, got " + network.outputs());
    }
  }

  /** Refuses before gigabytes of weights are gathered. */
  static void checkSize(long parameters) {
    if (parameters > MAX_WEIGHT_BYTES / Float.BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an ONNX file holds at most 2 GB, %s weights need %.1f GB; use fewer channels or branches",
              parameters,
              parameters * 4e-9));
    }
  }
}
