package io.firenet.launcher.command.experiment;

import io.firenet.core.evaluation.TextTable;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.RunStatus;
import io.firenet.core.io.RecordCodec;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how far an experiment is. */
@Command(
    name = "status",
    description = "Show the runs of an experiment or a cross-validation and how far each is.",
    footer = {"", "Example:", "  firenet experiment status experiments/bones"})
public final class ExperimentStatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The experiment's folder.")
  private Path folder;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<RunStatus> all = ExperimentFolder.open(folder).status();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      all.forEach(status -> array.add(RecordCodec.write(status)));
      JsonText.print(out, array.build());
      return ExitCode.OK;
    }
    TextTable table = new TextTable("run", "method", "fold", "state", "epochs", "score", "");
    for (RunStatus status : all) {
      table.row(
          status.run().id(),
          status.run().method(),
          Integer.toString(status.run().fold()),
          status.state().name().toLowerCase(Locale.ROOT),
          "%s/%s".formatted(status.epochsDone(), status.epochs()),
          TextTable.decimal(status.score(), 4),
          status.detail());
    }
    out.print(table);
    long done = all.stream().filter(one -> one.state() == RunStatus.State.DONE).count();
    out.printf("%s of %s runs done%n", done, all.size());
    out.flush();
    return ExitCode.OK;
  }
}
