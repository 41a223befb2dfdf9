package io.firenet.core.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.RenamedPhantom;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.DatasetSource;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small phantoms as several datasets, and small settings. */
final class Phantoms {

  private Phantoms() {}

  static final DatasetSource FOUR =
      new DatasetSource(Optional.empty(), Map.of("cases", "4", "size", "24"));

  static PluginRegistry plugins() {
    PluginSource here = PluginSource.classPath(Phantoms.class);
    PluginRegistry.Builder builder = new PluginRegistry.Builder();
    for (String name : List.of("pelvis", "hip", "knee")) {
      builder.add(new RenamedPhantom(name), here);
    }
    return builder.add(new SegmentationDecoder(), here).add(new LoneNetwork(), here).build();
  }

  static TrainingConfig config(String changes) {
    var small = new FabricConfig(4, 6, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
    TrainingConfig config =
        TrainingConfig.builder()
            .network(NetworkChoice.of("firenet", small))
            .augmentedShare(0)
            .preprocessing(new PreprocessingPlan(4, PreprocessingPlan.PAPER.maxSide()))
            .epochs(1)
            .stepsPerEpoch(2)
            .build();
    return RecordCodec.read(
        config, Json.createReader(new StringReader(changes.replace('\'', '"'))).readObject());
  }

  /** Finds nothing in any image, with models that must be there. */
  static SegmentationModel blank(List<Path> models) throws IOException {
    for (Path model : models) {
      assertTrue(Files.size(model) > 0);
    }
    return unread(models);
  }

  /** Finds nothing in any image, without a look at the models. */
  static SegmentationModel unread(List<Path> models) {
    return new SegmentationModel() {
      @Override
      public LabelMap segment(Volume image) {
        return new LabelMap(image.geometry(), new short[(int) image.size().voxels()]);
      }

      @Override
      public void close() {}
    };
  }
}
