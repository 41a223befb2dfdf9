package io.firenet.launcher;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.PreprocessingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small segmentation model of random weights with the phantom dataset's labels. */
public final class PhantomModel {

  private PhantomModel() {}

  /** Writes one for images of the dataset's channels in this preparation. */
  public static void export(PreprocessingPlan plan, Path file) throws IOException {
    export(plan, PluginRegistry.fromClassPath().dataset("phantom").descriptor().channels(), file);
  }

  /** Writes one for images of these channels. */
  public static void export(PreprocessingPlan plan, List<String> channels, Path file)
      throws IOException {
    PluginRegistry plugins = PluginRegistry.fromClassPath();
    DatasetDescriptor dataset = plugins.dataset("phantom").descriptor();
    Network network =
        FabricNetwork.build(
            new FabricConfig(4, 4, 4, 2, 1, List.of(1, 2), 1e-5, 0.01),
            channels.size(),
            plugins.decoder("segmentation"),
            dataset.labels().size());
    ModelCard card =
        ModelCard.builder("firenet", dataset.name())
            .parameters(network.parameters())
            .title(dataset.title())
            .objective("segmentation")
            .channels(channels)
            .labels(dataset.labels())
            .preprocessing(plan)
            .licence(dataset.licence())
            .citation(dataset.citation())
            .provenance(
                Provenance.builder("test")
                    .trainedOn(Map.of("phantom", 5))
                    .epochs(1)
                    .seed(7)
                    .validationShare(0.2)
                    .finishedAt("2026-01-01T00:00:00Z")
                    .metrics(Map.of("Dice", 0.5))
                    .build())
            .codes(dataset.codes())
            .build();
    OnnxExporter.write(network, PhantomModel::weight, card, file);
  }

  private static float[] weight(WeightSpec spec) {
    Random random = new Random(spec.name().hashCode());
    float[] values = new float[(int) spec.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * random.nextGaussian());
    }
    return values;
  }
}
