package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.CommandRun;
import io.firenet.launcher.PhantomModel;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTests {

  @TempDir Path folder;
  private Path models;

  @BeforeEach
  void exportModel() throws Exception {
    models = Files.createDirectories(folder.resolve("models"));
    PhantomModel.export(new PreprocessingPlan(3.0, 64), models.resolve("abdomen.onnx"));
    Files.writeString(models.resolve("._abdomen.onnx"), "what macOS leaves");
  }

  @Test
  void modelsAreListedWithWhatTheyAreFor() {
    CommandRun run = CommandRun.of("models", "--models", models);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().startsWith("abdomen: "), run.out());
    assertTrue(run.out().lines().anyMatch(line -> line.startsWith("  finds ")), run.out());
    assertTrue(run.out().contains("liver"), run.out());
  }

  @Test
  void aDamagedModelCostsALineAndTheExitCode() throws Exception {
    Files.writeString(models.resolve("broken.onnx"), "no model");
    CommandRun run = CommandRun.of("models", "--models", models);
    assertEquals(ExitCode.MODEL, run.code());
    assertTrue(run.out().contains("broken: "), run.out());
    assertTrue(run.out().contains("abdomen: "), run.out());
  }

  @Test
  void aModelIsCalledByItsName() {
    CommandRun run = CommandRun.of("info", "abdomen", "--models", models);
    assertEquals(ExitCode.OK, run.code(), run::toString);
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheOthers() {
    CommandRun run = CommandRun.of("info", "abdomn", "--models", models);
    assertEquals(ExitCode.MODEL, run.code());
    assertTrue(run.err().contains("there are abdomen"), run.err());
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    CommandRun run = CommandRun.of("models", "--models", folder.resolve("none"));
    assertEquals(ExitCode.MODEL, run.code());
    assertTrue(run.err().contains("no such folder of models"), run.err());
  }

  @Test
  void theModelThatComesWithFirenetIsWholeAndStatesItsLicence() throws Exception {
    Path own = Path.of("models");
    CommandRun run = CommandRun.of("models", "--models", own);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().contains("hippocampus: MSD Task04 Hippocampus"), run.out());
    assertTrue(run.out().contains("CC-BY-SA 4.0"), run.out());
    assertTrue(Files.size(own.resolve("hippocampus.onnx")) <= 10_000_000);
  }
}
