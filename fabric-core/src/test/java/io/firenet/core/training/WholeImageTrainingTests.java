package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.evaluation.ClassificationSummary;
import io.firenet.core.evaluation.RegressionSummary;
import io.firenet.core.evaluation.Score;
import io.firenet.core.evaluation.Summary;
import io.firenet.core.evaluation.WholeImageEvaluation;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.classification.ClassificationDecoder;
import io.firenet.decoder.regression.RegressionDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import io.firenet.model.QuantityScale;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that answer for a whole image learn their task on phantoms, to a stated score. */
class WholeImageTrainingTests {

  private static final PluginRegistry PLUGINS = plugins();

  /** Classes that are drawn at random give 0.33. */
  private static final double LEAST_BALANCED_ACCURACY = 0.8;

  /** The mean of the training cases, said of every case, gives 0. */
  private static final double LEAST_R2 = 0.5;

  @TempDir private Path folder;

  @Test
  void classificationLearnsTheContrastOfPhantoms() throws Exception {
    RunFolder run = train("classification");
    try (TrainedNetwork head = open(run)) {
      ClassificationSummary summary = (ClassificationSummary) evaluate(run, head);
      assertTrue(summary.balancedAccuracy() >= LEAST_BALANCED_ACCURACY, () -> "" + summary);
      assertTrue(summary.auc() >= 0.9, () -> summary.auc() + " of " + summary);
      ModelCard card = head.card();
      assertEquals("classification", card.objective());
      assertEquals(List.of("plain", "fat suppressed", "contrast-enhanced"), card.labels());
      assertEquals(
          summary.balancedAccuracy(),
          card.provenance().metrics().get("validation.balanced accuracy"));
      head.export(folder.resolve("model.onnx")); // throws where ONNX Runtime disagrees
      assertTrue(Files.size(folder.resolve("model.onnx")) > 0);
    }
  }

  @Test
  void regressionLearnsTheVolumeOfTheLiver() throws Exception {
    RunFolder run = train("regression");
    try (TrainedNetwork head = open(run)) {
      RegressionSummary summary = (RegressionSummary) evaluate(run, head);
      assertTrue(summary.score().value() >= LEAST_R2, () -> summary.score() + " of " + summary);
      ModelCard card = head.card();
      QuantityScale scale = card.quantities().get(0);
      assertEquals("liver volume (ml)", scale.quantity().toString());
      assertTrue(summary.meanAbsoluteError(0) < scale.sd(), () -> "" + summary);
      head.export(folder.resolve("model.onnx"));
      assertTrue(Files.size(folder.resolve("model.onnx")) > 0);
    }
  }

  @Test
  void headsOfEveryKindTrainTogetherAndResume() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig config = config(1);
    Map<String, DatasetSource> sources = new LinkedHashMap<>();
    for (String task : List.of("segmentation", "classification", "regression")) {
      sources.put("phantom-" + task, source(task, 6));
    }
    List<TrainingDataset> datasets = new RunSetup(PLUGINS).start(run, config, sources, "test");
    RunState state = trainer(run, config, datasets).train();
    TrainingConfig longer = config(2);
    List<TrainingDataset> reopened = new RunSetup(PLUGINS).reopen(run, longer, Map.of());
    assertEquals(
        datasets.stream().map(TrainingDataset::quantities).toList(),
        reopened.stream().map(TrainingDataset::quantities).toList());
    RunState resumed = trainer(run, longer, reopened).train();
    assertEquals(state.history(), resumed.history().subList(0, 1));
    assertEquals(2, resumed.epochs());
    assertEquals(
        List.of("Dice", "balanced accuracy", "R²"),
        resumed.history().get(1).validation().values().stream().map(Score::metric).toList());
    assertTrue(resumed.bestEpoch() > 0);
  }

  private RunFolder train(String task) throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig config = config(20);
    List<TrainingDataset> datasets =
        new RunSetup(PLUGINS).start(run, config, Map.of("phantom", source(task, 60)), "test");
    trainer(run, config, datasets).train();
    return run;
  }

  private static Trainer trainer(
      RunFolder run, TrainingConfig config, List<TrainingDataset> datasets) {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false);
  }

  private static TrainedNetwork open(RunFolder run) throws IOException {
    return TrainedNetwork.open(run, PLUGINS, "phantom");
  }

  /** On the cases kept for validation, which is what the run reports. */
  private static Summary evaluate(RunFolder run, TrainedNetwork head) throws IOException {
    DatasetSource source = run.info().dataset("phantom").source();
    Dataset dataset = PLUGINS.dataset("phantom").open(source);
    Summary summary =
        WholeImageEvaluation.evaluate(
            run.split("phantom").validationCases(dataset.cases()),
            head::answer,
            (done, total, id) -> {});
    RunState state = head.state();
    assertEquals(
        state.history().get(state.epochs() - 1).validation().get("phantom"), summary.score());
    return summary;
  }

  private static DatasetSource source(String task, int cases) {
    return new DatasetSource(
        Optional.empty(), Map.of("task", task, "cases", Integer.toString(cases), "size", "32"));
  }

  private static TrainingConfig config(int epochs) {
    String settings =
        """
        {"network": {"stemChannels": 8, "fabricChannels": 16, "branches": 1, "nodes": 1,
                     "rates": [1, 2]},
         "preprocessing": {"spacingMm": 1.5}, "augmentedShare": 0.5, "epochs": %d,
         "learningRate": 3e-3, "validationShare": 0.34, "validationCases": 0}
        """
            .formatted(epochs);
    return RecordCodec.read(
        TrainingConfig.DEFAULT, Json.createReader(new StringReader(settings)).readObject());
  }

  private static PluginRegistry plugins() {
    PluginSource source = PluginSource.classPath(WholeImageTrainingTests.class);
    PluginRegistry.Builder builder =
        new PluginRegistry.Builder()
            .add(new PhantomDataset(), source)
            .add(new SegmentationDecoder(), source)
            .add(new ClassificationDecoder(), source)
            .add(new RegressionDecoder(), source);
    for (String task : List.of("segmentation", "classification", "regression")) {
      builder.add(new RenamedPhantom("phantom-" + task), source);
    }
    return builder.build();
  }
}
