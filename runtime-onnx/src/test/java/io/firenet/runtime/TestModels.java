package io.firenet.runtime;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.Region;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.classification.ClassificationDecoder;
import io.firenet.decoder.regions.RegionsDecoder;
import io.firenet.decoder.regression.RegressionDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.model.QuantityScale;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.PreprocessingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small exported networks with random weights. */
final class TestModels {

  static final List<String> LABELS = List.of("background", "liver", "spleen");

  static final List<QuantityScale> QUANTITIES =
      List.of(
          new QuantityScale(new Quantity("volume", "ml"), 1500, 200),
          new QuantityScale(new Quantity("score", ""), -3, 0.5));

  private TestModels() {}

  /** A model of one channel and three labels that works at 2 mm in windows of 20 voxels a side. */
  static Path segmentation(Path folder) throws IOException {
    return write(folder.resolve("model.onnx"), "segmentation", 1);
  }

  /** A model that gives an image of one channel one of three labels. */
  static Path classification(Path folder) throws IOException {
    Network network = network(1, new ClassificationDecoder(), LABELS.size());
    return write(folder.resolve("class.onnx"), "classification", network, LABELS, List.of());
  }

  /** A model that measures two quantities of an image of one channel. */
  static Path regression(Path folder) throws IOException {
    Network network = network(1, new RegressionDecoder(), QUANTITIES.size());
    return write(folder.resolve("values.onnx"), "regression", network, List.of(), QUANTITIES);
  }

  /** A segmentation model whose card says something else. */
  static Path write(Path file, String objective, int channels) throws IOException {
    Network network = network(channels, new SegmentationDecoder(), LABELS.size());
    return write(file, objective, network, LABELS, List.of());
  }

  /** As {@link #segmentation(Path)} with all weights scaled. */
  static Path segmentation(Path file, float scale) throws IOException {
    Network network = network(1, new SegmentationDecoder(), LABELS.size());
    ModelCard card = card("segmentation", network, LABELS, List.of(), new PreprocessingPlan(2, 20));
    OnnxExporter.write(network, spec -> scaled(weight(spec), scale), card, file);
    return file;
  }

  /** As {@link #segmentation(Path)} with another spacing and other windows. */
  static Path segmentation(Path file, PreprocessingPlan plan) throws IOException {
    Network network = network(1, new SegmentationDecoder(), LABELS.size());
    ModelCard card = card("segmentation", network, LABELS, List.of(), plan);
    OnnxExporter.write(network, TestModels::weight, card, file);
    return file;
  }

  /** A model of one channel for two regions that overlap, of the same labels. */
  static Path regions(Path file, PreprocessingPlan plan) throws IOException {
    Network network = network(1, new RegionsDecoder(), 2);
    ModelCard card =
        card("regions", network, LABELS, List.of(), plan).toBuilder()
            .regions(
                List.of(
                    new Region("organs", List.of(1, 2), 1), new Region("spleen", List.of(2), 2)))
            .build();
    OnnxExporter.write(network, TestModels::weight, card, file);
    return file;
  }

  /** A network of any width, as the paper prepares images. */
  static Path segmentation(Path file, FabricConfig config) throws IOException {
    Network network = FabricNetwork.build(config, 1, new SegmentationDecoder(), LABELS.size());
    ModelCard card = card("segmentation", network, LABELS, List.of(), PreprocessingPlan.PAPER);
    OnnxExporter.write(network, TestModels::weight, card, file);
    return file;
  }

  private static float[] scaled(float[] values, float scale) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return values;
  }

  private static Path write(
      Path file,
      String objective,
      Network network,
      List<String> labels,
      List<QuantityScale> quantities)
      throws IOException {
    ModelCard card = card(objective, network, labels, quantities, new PreprocessingPlan(2, 20));
    OnnxExporter.write(network, TestModels::weight, card, file);
    return file;
  }

  private static ModelCard card(
      String objective,
      Network network,
      List<String> labels,
      List<QuantityScale> quantities,
      PreprocessingPlan plan) {
    return ModelCard.builder("firenet", "phantom")
        .parameters(network.parameters())
        .title("Phantom")
        .objective(objective)
        .channels(List.of("CT", "PET").subList(0, network.input().shape().channels()))
        .labels(labels)
        .quantities(quantities)
        .preprocessing(plan)
        .licence("CC0")
        .provenance(
            Provenance.builder("test").trainedOn(Map.of("phantom", 4)).epochs(1).seed(1).build())
        .build();
  }

  private static Network network(int channels, DecoderProvider decoder, int outputs) {
    FabricConfig small = new FabricConfig(4, 4, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
    return FabricNetwork.build(small, channels, decoder, outputs);
  }

  private static float[] weight(WeightSpec spec) {
    Random random = new Random(spec.name().hashCode());
    double centre = spec.init() == WeightSpec.Init.ONES ? 1 : 0;
    float[] values = new float[(int) spec.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centre + 0.3 * random.nextGaussian());
    }
    return values;
  }
}
