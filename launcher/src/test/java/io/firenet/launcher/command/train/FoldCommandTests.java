package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.data.Split;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which cases validate: folds and splits from files. */
class FoldCommandTests extends PhantomTraining {

  /** One epoch of one step. */
  private CommandRun trainBriefly(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("--epochs", 1, "--steps-per-epoch", 1));
    arguments.addAll(List.of(more));
    return train(arguments.toArray());
  }

  private CommandRun evaluate(Path json) {
    Path model = folder.resolve("model.onnx");
    CommandRun exported =
        CommandRun.of(
            "export", "--run", run, "--dataset", "phantom", "--out", model, "--plugins", plugins);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    return CommandRun.of(
        "evaluate", "--model", model, "--data", DATA, "--json", json, "--plugins", plugins);
  }

  @Test
  void anExportedModelKnowsItsFold() throws IOException {
    CommandRun trained = trainBriefly("--fold", "2/2");
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    Split split = Split.read(run.resolve("splits/phantom.json"), 0);
    assertEquals(2, split.validation().size()); // of five subjects the second half
    Path json = folder.resolve("summary.json");
    CommandRun evaluated = evaluate(json);
    assertEquals(ExitCode.OK, evaluated.code(), evaluated::toString);
    String summary = Files.readString(json);
    split.validation().forEach(id -> assertTrue(summary.contains(id), id));
    split.training().forEach(id -> assertFalse(summary.contains(id), id));
    CommandRun resumed =
        CommandRun.of("train", "--out", run, "--resume", "--fold", "1/2", "--plugins", plugins);
    resumed.assertError(ExitCode.USAGE, "leave out --fold");
  }

  @Test
  void everyCaseTrainsWhereNoneValidates() throws IOException {
    trainBriefly("--fold", "all", "--splits", folder.resolve("s.json"))
        .assertError(ExitCode.USAGE, "leave out --splits");
    CommandRun trained = trainBriefly("--fold", "all");
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    Split split = Split.read(run.resolve("splits/phantom.json"), 0);
    assertEquals(List.of(), split.validation());
    assertEquals(5, split.training().size());
    evaluate(folder.resolve("summary.json"))
        .assertError(ExitCode.USAGE, "every case of 'phantom'", "all");
    CommandRun.of("evaluate", "--run", run, "--plugins", plugins)
        .assertError(ExitCode.USAGE, "every case of 'phantom'");
  }

  @Test
  void aSplitOfAFileIsTaken() throws IOException {
    Path splits = folder.resolve("splits_final.json");
    List<String> ids = ids();
    Files.writeString(
        splits,
        """
        [{"train": ["%s"], "val": ["%s"]}, {"train": ["%s", "%s"], "val": ["%s"]}]
        """
            .formatted(ids.get(0), ids.get(1), ids.get(2), ids.get(3), ids.get(4)));
    trainBriefly("--splits", splits)
        .assertError(ExitCode.USAGE, "has 2 folds", "--fold 1 to --fold 2");
    trainBriefly("--splits", splits, "--fold", "1/3").assertError(ExitCode.USAGE, "has 2 folds");
    CommandRun trained = trainBriefly("--splits", "phantom=" + splits, "--fold", 2);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertEquals(
        new Split(List.of(ids.get(2), ids.get(3)), List.of(ids.get(4))),
        Split.read(run.resolve("splits/phantom.json"), 0));
    evaluate(folder.resolve("s.json")).assertError(ExitCode.USAGE, "split from a file", "--run");
  }

  private List<String> ids() throws IOException {
    run = folder.resolve("other");
    CommandRun drawn = trainBriefly();
    assertEquals(ExitCode.OK, drawn.code(), drawn::toString);
    Split split = Split.read(run.resolve("splits/phantom.json"), 0);
    run = folder.resolve("run");
    List<String> ids = new ArrayList<>(split.training());
    ids.addAll(split.validation());
    return ids;
  }

  @Test
  void wrongSplitsCostOneLine() throws IOException {
    Path splits = folder.resolve("splits.json");
    Files.writeString(splits, "[{\"train\": [\"a\"], \"val\": [\"b\"]}]");
    trainBriefly("--splits", splits)
        .assertError(ExitCode.USAGE, splits + " names 2 cases that dataset phantom lacks", "'a'");
    trainBriefly("--splits", "msd-heart=" + splits)
        .assertError(ExitCode.USAGE, "no dataset 'msd-heart'");
    trainBriefly("--splits", folder.resolve("none.json"))
        .assertError(ExitCode.DATA, "no such file");
    trainBriefly("--fold", "3").assertError(ExitCode.USAGE, "such as 1/5");
    trainBriefly("--fold", "4/3").assertError(ExitCode.USAGE, "4/3");
    assertFalse(Files.exists(run.resolve("run.json")));
  }
}
