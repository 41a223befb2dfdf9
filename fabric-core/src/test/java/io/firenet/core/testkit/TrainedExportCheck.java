package io.firenet.core.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.core.dl4j.Head;
import io.firenet.core.dl4j.StepLoss;
import io.firenet.core.dl4j.TrainingEngine;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.Target;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.model.QuantityScale;
import io.firenet.network.Network;
import io.firenet.network.NetworkException;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.testkit.ExportCheck;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a head for a few steps on a small trunk with Deeplearning4j, exports it, and lets the
 * exporter compare it with ONNX Runtime.
 */
public final class TrainedExportCheck implements ExportCheck {

  private static final FabricConfig TRUNK =
      new FabricConfig(4, 6, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
  private static final GridSize SIZE = new GridSize(18, 20, 22);
  private static final int STEPS = 3;
  private static final double LEARNING_RATE = 1e-2;

  @Override
  public void check(DecoderProvider provider, Path folder) throws IOException {
    check(provider, 1, 2, folder);
    check(provider, 2, 4, folder);
  }

  private static void check(DecoderProvider provider, int channels, int classes, Path folder)
      throws IOException {
    Network network = network(provider, channels, classes);
    try (TrainingEngine engine = new TrainingEngine(Map.of("kit", network), 1)) {
      Head head = engine.head("kit");
      train(head, channels, target(provider.objective(), classes));
      Path file = folder.resolve("head-%d.onnx".formatted(classes));
      OnnxExporter.export(network, head::values, card(network, provider.objective()), head, file);
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

  private static void train(Head head, int channels, Target target) {
    Random random = new Random(7);
    float[] image = new float[Math.toIntExact(channels * SIZE.voxels())];
    for (int at = 0; at < image.length; at++) {
      image[at] = (float) random.nextGaussian();
    }
    for (int step = 1; step <= STEPS; step++) {
      StepLoss loss = head.step(image, target, SIZE, LEARNING_RATE);
      if (!Double.isFinite(loss.total())) {
        fail("a head must train, but step %d has loss %s".formatted(step, loss.total()));
      }
    }
  }

  private static Target target(Objective objective, int outputs) {
    return switch (objective) {
      case SEGMENTATION -> new Target.Labels(labels(outputs));
      case CLASSIFICATION -> new Target.Category(outputs - 1);
      case REGRESSION -> new Target.Values(Collections.nCopies(outputs, 0.5));
    };
  }

  private static LabelMap labels(int classes) {
    Random random = new Random(8);
    short[] labels = new short[Math.toIntExact(SIZE.voxels())];
    for (int at = 0; at < labels.length; at++) {
      labels[at] = (short) random.nextInt(classes);
    }
    return new LabelMap(ImageGeometry.axisAligned(SIZE, 1), labels);
  }

  private static ModelCard card(Network network, Objective objective) {
    List<String> outputs = names("output", network.outputs().get(0).node().shape().channels());
    boolean values = objective == Objective.REGRESSION;
    return new ModelCard(
        ModelCard.FORMAT_VERSION,
        "testkit",
        network.withoutAuxiliary().parameters(),
        "testkit",
        "Random images",
        objective.name().toLowerCase(Locale.ROOT),
        names("channel", network.input().shape().channels()),
        values ? List.of() : outputs,
        values ? outputs.stream().map(TrainedExportCheck::scale).toList() : List.of(),
        PreprocessingPlan.PAPER,
        "",
        "",
        new Provenance(
            "testkit", Map.of("testkit", 1), STEPS, 1, 0.2, "2026-01-01T00:00:00Z", Map.of()));
  }

  private static QuantityScale scale(String name) {
    return new QuantityScale(new Quantity(name, "mm"), 10, 3);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
