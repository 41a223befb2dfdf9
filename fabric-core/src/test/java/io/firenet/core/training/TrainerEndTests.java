package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a run ends, or does not, and what the next process does about it. */
class TrainerEndTests {

  private static final TrainingConfig CONFIG = TestSettings.of("{\"epochs\": 3}");
  private static final Map<String, DatasetSource> PHANTOM =
      Map.of("phantom", new DatasetSource(Optional.empty(), Map.of("cases", "5")));
  private static final PluginRegistry PLUGINS = plugins();

  @TempDir Path folder;

  /** A process may end at any of these; what it leaves are the files up to there. */
  private enum End implements TrainingListener {
    AFTER_THE_CHECKPOINT {
      @Override
      public void epochDone(RunState state) throws IOException {
        if (state.epochs() == CONFIG.epochs()) {
          throw new IOException("no space left");
        }
      }
    },
    BEFORE_THE_PICTURES {
      @Override
      public void runDone(RunResults results) throws IOException {
        throw new IOException("no space left");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void whatIsLeftAfterTheLastCheckpointIsDoneByTheNext(End end) throws Exception {
    RunFolder whole = RunFolder.create(folder.resolve("whole"));
    trainer(CONFIG, whole, new RunSetup(PLUGINS).start(whole, CONFIG, PHANTOM, "test")).train();
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, CONFIG, PHANTOM, "test");
    Trainer ended = new Trainer(CONFIG, datasets, run, end, () -> false);
    assertThrows(IOException.class, ended::train);
    assertEquals(3, run.checkpoints().state().epochs());
    assertFalse(run.hasResults(run.checkpoints().state()));
    Files.deleteIfExists(run.path().resolve("progress.csv"));
    List<Object> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepDone(int epoch, int step, int steps, double loss) {
            told.add("a step");
          }

          @Override
          public void epochDone(RunState state) {
            told.add(state.epochs());
          }

          @Override
          public void runDone(RunResults results) {
            told.add("results of " + results.epoch());
          }
        };
    for (int i = 0; i < 2; i++) { // the second has nothing to do
      RunState state =
          new Trainer(
                  CONFIG,
                  new RunSetup(PLUGINS).reopen(run, CONFIG, Map.of()),
                  run,
                  listener,
                  () -> false)
              .train();
      assertEquals(3, state.epochs());
      assertEquals(List.of(3, "results of 3"), told);
    }
    assertTrue(Files.exists(run.path().resolve("progress.csv")));
    for (String file : List.of("results.json", "results.md")) {
      assertEquals(
          Files.readString(folder.resolve("whole").resolve(file)),
          Files.readString(run.path().resolve(file)));
    }
  }

  @Test
  void aTrainingThatDivergesSaysWhereAndWhatToDo() throws Exception {
    TrainingConfig config = CONFIG.toBuilder().epochs(20).build();
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, config, PHANTOM, "test");
    Stepping noLosses =
        (engine, plan, number, listener) ->
            new Stepping.Epoch() {
              @Override
              public List<Stepping.Step> next(IntToDoubleFunction rates) {
                double loss = number == 1 ? 1 : Double.NaN;
                return List.of(
                    new Stepping.Step("phantom", "the-case", new GridSize(8, 8, 8), loss));
              }

              @Override
              public double waitSeconds() {
                return 0;
              }

              @Override
              public void close() {
                // nothing is open
              }
            };
    Trainer trainer = trainer(config, run, datasets).stepping(noLosses);
    DivergedException error = assertThrows(DivergedException.class, trainer::train);
    RunState state = run.checkpoints().state();
    for (String part :
        List.of(
            run.path() + ": the training diverged in epoch " + (state.epochs() + 1),
            "last at case the-case of dataset phantom",
            "--from " + run.path(),
            "\"learningRate\" in --config below " + config.learningRate(),
            "the checkpoint of epoch %s stays, --resume".formatted(state.epochs()))) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
  }

  @Test
  void anInterruptionInAValidationIsOneAndNoFaultyCase() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingListener interrupts =
        new TrainingListener() {
          @Override
          public void validationDone(int epoch, int done, int total) {
            Thread.currentThread().interrupt();
          }
        };
    var datasets = new RunSetup(PLUGINS).start(run, CONFIG, PHANTOM, "test");
    Trainer trainer = new Trainer(CONFIG, datasets, run, interrupts, () -> false);
    assertThrows(InterruptedException.class, trainer::train);
    Thread.interrupted(); // not for the next test
  }

  private static PluginRegistry plugins() {
    PluginSource source = PluginSource.classPath(TrainerEndTests.class);
    return new PluginRegistry.Builder()
        .add(new PhantomDataset(), source)
        .add(new SegmentationDecoder(), source)
        .build();
  }

  private static Trainer trainer(
      TrainingConfig config, RunFolder run, List<TrainingDataset> datasets) {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false);
  }
}
