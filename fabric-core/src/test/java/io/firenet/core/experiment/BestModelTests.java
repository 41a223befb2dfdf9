package io.firenet.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Case;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelException;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestModelTests {

  @TempDir Path folder;
  private final PluginRegistry plugins = Phantoms.plugins();
  private final List<String> notes = new ArrayList<>();
  private Path file;
  private ExperimentFolder experiment;

  /** FIRENet scores 0.6, the other network 0.5. */
  @BeforeEach
  void writeOutcomes() throws IOException {
    file = folder.resolve("best").resolve("hip.json");
    experiment = experiment(folder, 2);
    for (ExperimentRun run : experiment.experiment().runs()) {
      experiment.writeOutcome(outcome(run, run.network().equals("firenet") ? 0.6 : 0.5));
    }
  }

  private ExperimentFolder experiment(Path path, int folds) throws IOException {
    ExperimentSettings settings =
        new ExperimentSettings(Phantoms.config("{}"), folds, folds, List.of("firenet", "lone"));
    return new ExperimentSetup(plugins, "test")
        .open(
            path,
            new ExperimentRequest(
                Experiment.Kind.CROSSVAL, settings, Map.of(), Map.of("hip", Phantoms.FOUR)));
  }

  private RunOutcome outcome(ExperimentRun run, double dice) throws IOException {
    List<CaseResult> cases =
        experiment.splits("hip").fold(run.fold()).validation().stream()
            .map(id -> new CaseResult("hip", id, 1, "liver", dice, 1, 1, 1))
            .toList();
    return new RunOutcome(
        run,
        Phantoms.config("{}"),
        List.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        cases,
        List.of(),
        Environment.here("test"),
        "2026-01-01T00:00:00Z");
  }

  private ModelChoice find(SegmentationModel.Opener models) throws IOException {
    return new BestModel(List.of(experiment), models, (done, total, id) -> {}, notes::add)
        .find("hip", plugins, file, true);
  }

  /** The mean of both networks finds what the reference has. */
  private SegmentationModel perfect(List<Path> models) throws IOException {
    assertEquals(2, models.size());
    String fold = models.get(0).toString().replaceAll(".*(fold\\d).*", "$1");
    assertTrue(models.get(1).toString().contains(fold), models::toString);
    List<Case> cases = plugins.dataset("hip").open(Phantoms.FOUR).cases();
    return new SegmentationModel() {
      @Override
      public LabelMap segment(Volume image) throws IOException {
        for (Case one : cases) {
          if (Arrays.equals(one.image().data(), image.data())) {
            return one.labels();
          }
        }
        throw new AssertionError("none of the cases");
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void theMeanOfTwoIsChosenWhereItIsBetter() throws IOException {
    ModelChoice choice = find(this::perfect);
    assertEquals(List.of("FIRENet", "lone"), choice.methods());
    assertEquals(1.0, choice.dice());
    assertEquals(4, choice.cases());
    assertEquals(
        List.of(
            "../runs/training-firenet-fold1/models/hip.onnx",
            "../runs/training-firenet-fold2/models/hip.onnx",
            "../runs/training-lone-hip-fold1/models/hip.onnx",
            "../runs/training-lone-hip-fold2/models/hip.onnx"),
        choice.models());
  }

  @Test
  void oneNetworkIsChosenWhereTheMeanIsNoBetter() throws IOException {
    ModelChoice choice = find(Phantoms::unread);
    assertEquals(List.of("FIRENet"), choice.methods());
    assertEquals(0.6, choice.dice(), 1e-12);
    assertEquals(
        List.of(0.6, 0.5, 0.0),
        choice.candidates().stream().map(one -> Math.round(one.dice() * 1e9) / 1e9).toList());
  }

  @Test
  void modelsThatCannotBeAveragedAreLeftOut() throws IOException {
    ModelChoice choice =
        find(
            models -> {
              throw new ModelException("other tiles");
            });
    assertEquals(List.of("FIRENet"), choice.methods());
    assertEquals(List.of("FIRENet and lone cannot be averaged: other tiles"), notes);
  }

  @Test
  void aChoiceStandsForItsModels() throws IOException {
    ModelChoice choice = find(Phantoms::unread);
    choice.write(file);
    var missing = assertThrows(IOException.class, () -> ChosenModels.files(List.of(file)));
    assertTrue(missing.getMessage().contains("is not there"), missing.getMessage());
    for (String model : choice.models()) {
      Path target = file.resolveSibling(model).normalize();
      Files.createDirectories(target.getParent());
      Files.writeString(target, "a model");
    }
    assertEquals(
        List.of(
            folder.resolve("runs/training-firenet-fold1/models/hip.onnx"),
            folder.resolve("runs/training-firenet-fold2/models/hip.onnx"),
            Path.of("other.onnx")),
        ChosenModels.files(List.of(file, Path.of("other.onnx"))));
  }

  @Test
  void otherSplitsAreNotCompared() throws IOException {
    ExperimentFolder other = experiment(folder.resolve("other"), 3);
    BestModel search =
        new BestModel(
            List.of(experiment, other), Phantoms::unread, (done, total, id) -> {}, notes::add);
    var error =
        assertThrows(IllegalArgumentException.class, () -> search.find("hip", plugins, file, true));
    assertTrue(error.getMessage().contains("different splits of dataset hip"));
  }

  @Test
  void unfinishedMethodsAreLeftOut() throws IOException {
    Files.delete(experiment.run("training-firenet-fold2").resolve("outcome.json"));
    assertEquals(List.of("lone"), find(Phantoms::unread).methods());
    assertEquals(List.of("FIRENet is left out: it has figures of 2 of 4 validation cases"), notes);
  }
}
