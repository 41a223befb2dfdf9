package io.firenet.core.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.engine.StepLoss;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.Region;
import io.firenet.dataset.Target;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.model.QuantityScale;
import io.firenet.network.Network;
import io.firenet.network.NetworkException;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.testkit.ExportCheck;
import io.firenet.testkit.PlainDecoder;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a head on a small trunk, or a network, for a few steps with Deeplearning4j, exports it,
 * and lets the exporter compare it with ONNX Runtime.
 */
public final class TrainedExportCheck implements ExportCheck {

  private static final FabricConfig TRUNK =
      new FabricConfig(4, 6, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
  private static final GridSize SIZE = new GridSize(18, 20, 22);
  private static final GridSize SMALLEST = new GridSize(11, 13, 17);
  private static final GridSize LARGER = new GridSize(40, 36, 48);

  /** Of the median gradient: far above rounding, far below what weights have. */
  private static final double SMALLEST_SLOPE = 1e-4;

  private static final int STEPS = 3;
  private static final double LEARNING_RATE = 1e-2;

  @Override
  public void check(DecoderProvider provider, Path folder) throws IOException {
    check(provider, 1, 2, folder);
    check(provider, 2, 4, folder);
  }

  @Override
  public void check(NetworkProvider provider, JsonObject settings, Path folder) throws IOException {
    check(network(provider, settings, 4, 3), Objective.SEGMENTATION, SMALLEST, folder);
    Network network = network(provider, settings, 1, 2);
    check(network, Objective.SEGMENTATION, LARGER, folder);
    requireSameEveryTime(network);
    requireEveryWeightLearns(network);
  }

  private static Network network(
      NetworkProvider provider, JsonObject settings, int channels, int classes) {
    return provider.network(
        new NetworkRequest(
            channels,
            new PlainDecoder(Objective.SEGMENTATION),
            classes,
            settings,
            new Fingerprint(LARGER, 1)));
  }

  private static void requireSameEveryTime(Network network) {
    float[][] outputs = new float[2][];
    for (int i = 0; i < outputs.length; i++) {
      try (TrainingEngine engine = new TrainingEngine(Map.of("kit", network), 1)) {
        TrainableNetwork head = engine.network("kit");
        head.step(image(1, SIZE), target(Objective.SEGMENTATION, 2, SIZE), SIZE, LEARNING_RATE);
        outputs[i] = head.apply(image(1, SIZE), SIZE);
      }
    }
    if (!Arrays.equals(outputs[0], outputs[1])) {
      fail("a network must train in the same way each time, but its outputs differ");
    }
  }

  /** Rounding gives a weight that cannot learn a gradient that is tiny beside all others. */
  private static void requireEveryWeightLearns(Network network) {
    try (TrainingEngine engine = new TrainingEngine(Map.of("kit", network), 1)) {
      TrainableNetwork head = engine.network("kit");
      Target target = target(Objective.SEGMENTATION, 2, LARGER);
      train(head, 1, LARGER, target); // with fresh biases, which are 0, scales may cancel
      head.gradients(image(1, LARGER), target, LARGER);
      Map<String, Double> steepest = new LinkedHashMap<>();
      for (WeightSpec weight : network.weights()) {
        double most = 0;
        for (float slope : head.weight(weight.name()).gradient()) {
          most = Math.max(most, Math.abs(slope));
        }
        steepest.put(weight.name(), most);
      }
      double typical =
          steepest.values().stream()
              .mapToDouble(Double::doubleValue)
              .sorted()
              .skip(steepest.size() / 2)
              .findFirst()
              .orElseThrow();
      steepest.forEach(
          (name, most) -> {
            if (!(most > typical * SMALLEST_SLOPE)) {
              fail(
                  "every weight must learn, but '%s' has a gradient of %s; is it in front of a norm that takes it away?"
                      .formatted(name, most));
            }
          });
    }
  }

  private static void check(DecoderProvider provider, int channels, int classes, Path folder)
      throws IOException {
    check(network(provider, channels, classes), provider.objective(), SIZE, folder);
  }

  private static void check(Network network, Objective objective, GridSize size, Path folder)
      throws IOException {
    int channels = network.input().shape().channels();
    int classes = network.outputs().get(0).node().shape().channels();
    try (TrainingEngine engine = new TrainingEngine(Map.of("kit", network), 1)) {
      TrainableNetwork head = engine.network("kit");
      train(head, channels, size, target(objective, classes, size));
      Path file = folder.resolve("%d-%d.onnx".formatted(channels, classes));
      OnnxExporter.export(network, head::values, card(network, objective), head, file);
    } catch (IOException e) {
      fail("what is exported must compute what was trained, but " + e.getMessage(), e);
    }
  }

  private static Network network(DecoderProvider provider, int channels, int classes) {
    try {
      return FabricNetwork.build(TRUNK, channels, provider, classes);
    } catch (NetworkException e) {
      return fail("the head does not fit the network: " + e.getMessage(), e);
    }
  }

  private static float[] image(int channels, GridSize size) {
    Random random = new Random(7);
    float[] image = new float[Math.toIntExact(channels * size.voxels())];
    for (int at = 0; at < image.length; at++) {
      image[at] = (float) random.nextGaussian();
    }
    return image;
  }

  private static void train(TrainableNetwork head, int channels, GridSize size, Target target) {
    float[] image = image(channels, size);
    for (int step = 1; step <= STEPS; step++) {
      StepLoss loss = head.step(image, target, size, LEARNING_RATE);
      if (!Double.isFinite(loss.total())) {
        fail("it must train, but step %d has loss %s".formatted(step, loss.total()));
      }
    }
  }

  private static Target target(Objective objective, int outputs, GridSize size) {
    return switch (objective) {
      case SEGMENTATION -> new Target.Labels(labels(outputs, size));
      case REGIONS -> new Target.Regions(labels(outputs + 1, size), regions(outputs));
      case CLASSIFICATION -> new Target.Category(outputs - 1);
      case REGRESSION -> new Target.Values(Collections.nCopies(outputs, 0.5));
    };
  }

  /** Each in the one before. */
  private static List<Region> regions(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Region(
                    "region" + i, IntStream.rangeClosed(i + 1, count).boxed().toList(), i + 1))
        .toList();
  }

  private static LabelMap labels(int classes, GridSize size) {
    Random random = new Random(8);
    short[] labels = new short[Math.toIntExact(size.voxels())];
    for (int at = 0; at < labels.length; at++) {
      labels[at] = (short) random.nextInt(classes);
    }
    return new LabelMap(ImageGeometry.axisAligned(size, 1), labels);
  }

  private static ModelCard card(Network network, Objective objective) {
    List<String> outputs = names("output", network.outputs().get(0).node().shape().channels());
    boolean values = objective == Objective.REGRESSION;
    boolean regions = objective == Objective.REGIONS;
    return ModelCard.builder("testkit", "testkit")
        .parameters(network.withoutAuxiliary().parameters())
        .title("Random images")
        .objective(objective.name().toLowerCase(Locale.ROOT))
        .channels(names("channel", network.input().shape().channels()))
        .labels(values ? List.of() : regions ? names("label", outputs.size() + 1) : outputs)
        .quantities(values ? outputs.stream().map(TrainedExportCheck::scale).toList() : List.of())
        .preprocessing(PreprocessingPlan.PAPER)
        .provenance(
            Provenance.builder("testkit").trainedOn(Map.of("testkit", 1)).epochs(STEPS).build())
        .regions(regions ? regions(outputs.size()) : List.of())
        .build();
  }

  private static QuantityScale scale(String name) {
    return new QuantityScale(new Quantity(name, "mm"), 10, 3);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
