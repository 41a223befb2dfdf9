package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.classification.ClassificationDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import jakarta.json.Json;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs train, resume and export whichever network they name. */
class NetworkTrainingTests {

  private static final PluginSource HERE = PluginSource.classPath(NetworkTrainingTests.class);
  private static final PluginRegistry PLUGINS =
      new PluginRegistry.Builder()
          .add(new PhantomDataset(), HERE)
          .add(new SegmentationDecoder(), HERE)
          .add(new ClassificationDecoder(), HERE)
          .build();

  @TempDir Path folder;

  private static TrainingConfig config(String network, int epochs) {
    String json =
        """
        {"network": %s, "preprocessing": {"spacingMm": 3}, "epochs": %d, "learningRate": 3e-3,
         "validationShare": 0.34}
        """
            .formatted(network, epochs);
    return RecordCodec.read(
        TrainingConfig.DEFAULT, Json.createReader(new StringReader(json)).readObject());
  }

  private static DatasetSource phantom(String task) {
    return new DatasetSource(Optional.empty(), Map.of("task", task, "cases", "3", "size", "64"));
  }

  private RunFolder start(TrainingConfig config, String task) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    train(
        run,
        config,
        new RunSetup(PLUGINS).start(run, config, Map.of("phantom", phantom(task)), "test"));
    return run;
  }

  private static RunState train(
      RunFolder run, TrainingConfig config, List<TrainingDataset> datasets) throws Exception {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false).train();
  }

  @Test
  void aNetworkOnPatchesTrainsResumesAndIsExportedWithThem() throws Exception {
    String network = "{\"name\": \"nnunet-plain\", \"channels\": 4, \"patchVoxels\": 4096}";
    RunFolder run = start(config(network, 1), "segmentation");
    RunInfo info = run.info();
    assertEquals(4, info.config().network().settings().getInt("channels"));
    assertEquals(320, info.config().network().settings().getInt("maxChannels")); // all are there
    assertTrue(info.dataset("phantom").fingerprint().isPresent());
    TrainingConfig longer = info.config().toBuilder().epochs(2).build();
    List<TrainingDataset> again = new RunSetup(PLUGINS).reopen(run, longer, Map.of());
    assertEquals(16, again.get(0).plan(longer).maxSide());
    assertEquals(2, train(run, longer, again).epochs());
    try (TrainedNetwork head = TrainedNetwork.open(run, PLUGINS, "phantom")) {
      ModelCard card = head.card();
      assertEquals("nnunet-plain", card.network());
      assertEquals(16, card.preprocessing().maxSide()); // tiles of the size it trained on
      Path model = folder.resolve("model.onnx");
      head.export(model);
      assertTrue(Files.size(model) > 0);
    }
  }

  @Test
  void aNetworkOfOneDatasetRefusesTwo() {
    TrainingConfig config = config("{\"name\": \"nnunet-plain\"}", 1);
    Map<String, DatasetSource> two =
        Map.of("phantom", phantom("segmentation"), "other", phantom("segmentation"));
    String message = refusal(config, two);
    assertTrue(message.startsWith("network 'nnunet-plain' configures itself for one"), message);
    assertTrue(message.contains("such as 'firenet'"), message);
  }

  @Test
  void aNetworkThatSegmentsRefusesOtherHeads() {
    String message =
        refusal(config("{\"name\": \"unet-3d\"}", 1), Map.of("phantom", phantom("classification")));
    assertEquals(
        "network 'unet-3d' segments, but decoder 'classification' is for classification; choose a"
            + " network that takes any decoder, such as 'firenet'",
        message);
  }

  @Test
  void aSettingOutOfItsRangeIsNamed() {
    String message =
        refusal(
            config("{\"name\": \"unet-3d\", \"levels\": 9}", 1),
            Map.of("phantom", phantom("segmentation")));
    assertEquals("network setting levels must be 2 to 6, got 9", message);
  }

  private String refusal(TrainingConfig config, Map<String, DatasetSource> sources) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new RunSetup(PLUGINS)
                        .start(RunFolder.create(folder.resolve("run")), config, sources, "test"))
            .getMessage();
    assertFalse(Files.exists(folder.resolve("run/run.json")), "nothing must be written");
    return message;
  }

  @Test
  void anotherNetworkCannotBeginWithThisOnesWeights() throws Exception {
    TrainingConfig config = config("{\"name\": \"can-3d\", \"channels\": 4}", 1);
    RunFolder run = start(config, "segmentation");
    Transfer transfer = new Transfer(run);
    transfer.check(transfer.settings());
    TrainingConfig other =
        transfer.settings().toBuilder().network(NetworkChoice.of("unet-3d")).build();
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> transfer.check(other))
            .getMessage()
            .contains("has can-3d, got unet-3d"));
  }
}
