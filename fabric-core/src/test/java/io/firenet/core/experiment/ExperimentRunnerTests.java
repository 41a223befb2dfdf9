package io.firenet.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.Compute;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTests {

  @TempDir Path folder;
  private final PluginRegistry plugins = Phantoms.plugins();
  private final List<String> notes = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  private static ExperimentRequest bones(TrainingConfig config, int foldsRun) {
    return new ExperimentRequest(
        Experiment.Kind.BONES,
        new ExperimentSettings(config, 3, foldsRun, List.of("firenet", "lone")),
        Map.of("pelvis", Phantoms.FOUR),
        Map.of("hip", Phantoms.FOUR));
  }

  private ExperimentFolder open(ExperimentRequest request) throws IOException {
    return new ExperimentSetup(plugins, "test").open(folder, request);
  }

  private ExperimentRunner.End run(ExperimentFolder experiment, SegmentationModel.Opener models)
      throws Exception {
    ExperimentListener listener =
        new ExperimentListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }

          @Override
          public void runFailed(ExperimentRun run, Throwable error) {
            failed.add(run.id());
          }
        };
    return new ExperimentRunner(
            experiment,
            plugins,
            Compute.here(),
            Optional.empty(),
            models,
            "test",
            listener,
            () -> false)
        .run();
  }

  @Test
  void bonesPretrainThenTrainFromScratchTransferredAndPooled() throws Exception {
    ExperimentFolder experiment = open(bones(Phantoms.config("{}"), 1));
    assertEquals(
        List.of(
            "pretraining-firenet-fold1",
            "training-firenet-r-fold1",
            "training-firenet-t-fold1",
            "training-lone-pooled-fold1"),
        experiment.experiment().runs().stream().map(ExperimentRun::id).toList());
    assertEquals(ExperimentRunner.End.DONE, run(experiment, Phantoms::blank));
    List<RunOutcome> outcomes = experiment.outcomes();
    assertEquals(4, outcomes.size());
    Set<String> cases = new TreeSet<>(experiment.splits("hip").fold(1).validation());
    for (RunOutcome outcome : outcomes.subList(1, 4)) {
      Set<String> evaluated = new TreeSet<>();
      outcome.cases().forEach(one -> evaluated.add(one.dataset() + " " + one.caseId()));
      Set<String> expected = new TreeSet<>();
      cases.forEach(id -> expected.add("hip " + id));
      assertEquals(expected, evaluated, outcome.run().id());
      assertTrue(outcome.cases().stream().allMatch(one -> one.dice() == 0));
      assertEquals(1, outcome.history().size());
      assertEquals(2, outcome.steps());
      assertEquals(2, outcome.examples().size());
      Path picture = experiment.run(outcome.run().id()).resolve(outcome.examples().get(0).file());
      assertTrue(Files.size(picture) > 0);
    }
    assertTrue(
        Files.readString(experiment.run("training-firenet-t-fold1").resolve("run.json"))
            .contains("pretraining-firenet-fold1"));
    assertTrue(experiment.status().stream().allMatch(one -> one.state() == RunStatus.State.DONE));
    // nothing is done twice
    long written = Files.getLastModifiedTime(experiment.path().resolve("runs")).toMillis();
    assertEquals(
        ExperimentRunner.End.DONE,
        run(
            experiment,
            models -> {
              throw new IOException("a model was opened again");
            }));
    assertEquals(written, Files.getLastModifiedTime(experiment.path().resolve("runs")).toMillis());
    assertEquals(List.of(), failed);
  }

  @Test
  void failingRunIsReportedAndOthersGoOn() throws Exception {
    ExperimentFolder experiment = open(bones(Phantoms.config("{}"), 1));
    SegmentationModel.Opener broken =
        models -> {
          if (models.get(0).toString().contains("pretraining")) {
            throw new IOException("a broken model");
          }
          return Phantoms.blank(models);
        };
    assertEquals(ExperimentRunner.End.FAILED, run(experiment, broken));
    assertEquals(List.of("pretraining-firenet-fold1"), failed);
    assertEquals(
        List.of("FAILED a broken model", "DONE ", "PLANNED ", "DONE "),
        experiment.status().stream().map(one -> one.state() + " " + one.detail()).toList());
    // once it is mended, what is left is done
    assertEquals(ExperimentRunner.End.DONE, run(experiment, Phantoms::blank));
  }

  @Test
  void folderOfAnotherExperimentIsRefusedWithTheFirstDifference() throws Exception {
    open(bones(Phantoms.config("{}"), 1));
    open(bones(Phantoms.config("{}"), 1)); // the same
    var epochs =
        assertThrows(
            IllegalArgumentException.class, () -> open(bones(Phantoms.config("{'epochs': 7}"), 1)));
    assertEquals(
        folder
            + " holds an experiment whose settings.training.epochs is 1, here it is 7; ask for the"
            + " same, or name another folder",
        epochs.getMessage());
    var folds =
        assertThrows(IllegalArgumentException.class, () -> open(bones(Phantoms.config("{}"), 2)));
    assertTrue(folds.getMessage().contains("settings.foldsRun is 1, here it is 2"));
  }

  @Test
  void splitsAreDisjointCompleteAndTheRunsOwn() throws Exception {
    ExperimentFolder experiment = open(bones(Phantoms.config("{}"), 3));
    List<String> validated = new ArrayList<>();
    experiment.splits("hip").splits().forEach(split -> validated.addAll(split.validation()));
    assertEquals(4, validated.size());
    assertEquals(4, new TreeSet<>(validated).size());
    assertEquals(12, experiment.experiment().runs().size());
  }

  @Test
  void publishedMethodsAreNamedAsOurs() throws Exception {
    List<String> methods =
        open(bones(Phantoms.config("{}"), 1)).experiment().runs().stream()
            .map(ExperimentRun::method)
            .toList();
    assertEquals(List.of("FIRENet", "FIRENet-R", "FIRENet-T", "lone pooled"), methods);
  }
}
