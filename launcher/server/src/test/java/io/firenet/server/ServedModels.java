package io.firenet.server;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.dataset.Region;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.classification.ClassificationDecoder;
import io.firenet.decoder.regions.RegionsDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models with random weights, and images for them. */
final class ServedModels {

  static final List<String> LABELS = List.of("background", "liver", "spleen");

  private ServedModels() {}

  /** A model of one channel and three labels that works at 2 mm in windows of 20 voxels a side. */
  static Path segmentation(Path file) throws IOException {
    return write(file, "segmentation", new SegmentationDecoder(), 1);
  }

  /** The same at 0.5 mm, which takes thousands of windows for an image that is quickly drawn. */
  static Path slow(Path file) throws IOException {
    return write(
        file, "segmentation", new SegmentationDecoder(), 1, new PreprocessingPlan(0.5, 20));
  }

  /** A model that gives an image one of three labels. */
  static Path classification(Path file) throws IOException {
    return write(file, "classification", new ClassificationDecoder(), 1);
  }

  /** A model of two regions: organs, which are both labels, and within them the spleen. */
  static Path regions(Path file) throws IOException {
    List<Region> regions =
        List.of(new Region("organs", List.of(1, 2), 1), new Region("spleen", List.of(2), 2));
    return write(file, "regions", new RegionsDecoder(), 1, new PreprocessingPlan(2, 20), regions);
  }

  static Path write(Path file, String objective, DecoderProvider decoder, float scale)
      throws IOException {
    return write(file, objective, decoder, scale, new PreprocessingPlan(2, 20));
  }

  private static Path write(
      Path file, String objective, DecoderProvider decoder, float scale, PreprocessingPlan plan)
      throws IOException {
    return write(file, objective, decoder, scale, plan, List.of());
  }

  private static Path write(
      Path file,
      String objective,
      DecoderProvider decoder,
      float scale,
      PreprocessingPlan plan,
      List<Region> regions)
      throws IOException {
    Network network =
        FabricNetwork.build(
            new FabricConfig(4, 4, 4, 2, 1, List.of(1, 2), 1e-5, 0.01),
            1,
            decoder,
            regions.isEmpty() ? LABELS.size() : regions.size());
    ModelCard card =
        ModelCard.builder("firenet", "abdomen")
            .parameters(network.parameters())
            .title("Test abdomens")
            .objective(objective)
            .channels("CT")
            .labels(LABELS)
            .regions(regions)
            .preprocessing(plan)
            .licence("CC0")
            .citation("nobody")
            .provenance(
                Provenance.builder("test").trainedOn(Map.of("abdomen", 5)).epochs(1).build())
            .build();
    OnnxExporter.write(network, spec -> weight(spec, scale), card, file);
    return file;
  }

  private static float[] weight(WeightSpec spec, float scale) {
    Random random = new Random(spec.name().hashCode());
    float[] values = new float[(int) spec.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * scale * random.nextGaussian());
    }
    return values;
  }

  /** An image of so many voxels a side, 1.5 mm each. */
  static Volume image(int side) {
    GridSize size = new GridSize(side, side + 2, side + 4);
    float[] data = new float[(int) size.voxels()];
    Random random = new Random(3);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (100 * Math.sin(i / 50.0) + 20 * random.nextGaussian());
    }
    return new Volume(ImageGeometry.axisAligned(size, 1.5), 1, data);
  }
}
