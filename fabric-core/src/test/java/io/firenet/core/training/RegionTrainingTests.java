package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.regions.RegionsDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions that overlap train, resume and are exported. */
class RegionTrainingTests {

  private static final PluginRegistry PLUGINS =
      new PluginRegistry.Builder()
          .add(new PhantomDataset(), PluginSource.classPath(RegionTrainingTests.class))
          .add(new SegmentationDecoder(), PluginSource.classPath(RegionTrainingTests.class))
          .add(new RegionsDecoder(), PluginSource.classPath(RegionTrainingTests.class))
          .build();

  @TempDir private Path folder;

  private static TrainingConfig config(int epochs) {
    return config(epochs, 1.5);
  }

  private static TrainingConfig config(int epochs, double spacingMm) {
    String settings =
        """
        {"network": {"stemChannels": 8, "fabricChannels": 16, "branches": 2, "nodes": 2,
                     "rates": [1, 2]},
         "preprocessing": {"spacingMm": %s}, "augmentedShare": 0.5, "epochs": %d,
         "learningRate": 5e-3, "validationShare": 0.25, "validateEvery": 100}
        """
            .formatted(spacingMm, epochs);
    return RecordCodec.read(
        TrainingConfig.DEFAULT, Json.createReader(new StringReader(settings)).readObject());
  }

  private RunFolder train(String name, TrainingConfig config, Map<String, String> options)
      throws Exception {
    RunFolder run = RunFolder.create(folder.resolve(name));
    Map<String, String> all = new LinkedHashMap<>(Map.of("cases", "16", "size", "32"));
    all.putAll(options);
    List<TrainingDataset> datasets =
        new RunSetup(PLUGINS)
            .start(
                run, config, Map.of("phantom", new DatasetSource(Optional.empty(), all)), "test");
    new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false).train();
    return run;
  }

  private static TrainedNetwork open(RunFolder run) throws Exception {
    return TrainedNetwork.open(run, PLUGINS, "phantom");
  }

  @Test
  void regionsTrainResumeAndAreExportedWithTheirNames() throws Exception {
    RunFolder run = train("run", config(1), Map.of("task", "regions", "cases", "4", "size", "24"));
    TrainingConfig longer = config(2);
    List<TrainingDataset> again = new RunSetup(PLUGINS).reopen(run, longer, Map.of());
    RunState state = new Trainer(longer, again, run, TrainingListener.SILENT, () -> false).train();
    assertEquals(2, state.epochs());
    assertTrue(state.history().get(1).validationLoss() > 0);
    try (TrainedNetwork head = open(run)) {
      ModelCard card = head.card();
      assertEquals("regions", card.objective());
      assertEquals(List.of("organs", "kidneys", "spine and aorta", "aorta"), card.outputNames());
      assertEquals(5, card.labels().size());
      assertTrue(card.provenance().scores().size() > 1, () -> "" + card.provenance());
      assertEquals("Dice", card.provenance().scores().get(0).metric());
      head.export(folder.resolve("model.onnx")); // throws where ONNX Runtime disagrees
      assertTrue(Files.size(folder.resolve("model.onnx")) > 0);
    }
  }

  /** 720 steps, a minute or two. */
  @Test
  @Tag("slow")
  void phantomsAreLearnt() throws Exception {
    RunFolder run = train("run", config(60, 1), Map.of("task", "regions"));
    List<EpochRecord> epochs = run.checkpoints().state().history();
    double dice = epochs.get(epochs.size() - 1).meanScore();
    System.out.printf(Locale.ROOT, "Dice of overlapping regions: %.4f%n", dice);
    assertTrue(dice >= 0.85, "Dice " + dice);
  }

  @Test
  void aHeadForRegionsNeedsSome() {
    TrainingConfig config = config(1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new RunSetup(
                            new PluginRegistry.Builder()
                                .add(
                                    new Regionless(),
                                    PluginSource.classPath(RegionTrainingTests.class))
                                .add(
                                    new RegionsDecoder(),
                                    PluginSource.classPath(RegionTrainingTests.class))
                                .build())
                        .start(
                            RunFolder.create(folder.resolve("run")),
                            config,
                            Map.of("phantom", DatasetSource.none()),
                            "test"))
            .getMessage();
    assertTrue(message.contains("decoder 'regions' is for regions"), message);
    assertTrue(message.contains("name regions in its descriptor"), message);
  }

  /** The phantom's labels with a head that cannot learn them. */
  private static final class Regionless implements DatasetProvider {
    @Override
    public DatasetDescriptor descriptor() {
      return new PhantomDataset().descriptor().withRegions(List.of(), "regions");
    }

    @Override
    public Dataset open(DatasetSource source) throws IOException {
      Dataset phantom = new PhantomDataset().open(source);
      return new Dataset() {
        @Override
        public DatasetDescriptor descriptor() {
          return Regionless.this.descriptor();
        }

        @Override
        public List<Case> cases() {
          return phantom.cases();
        }
      };
    }
  }
}
