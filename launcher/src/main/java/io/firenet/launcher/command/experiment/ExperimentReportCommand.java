package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.io.OutputException;
import io.firenet.core.report.experiment.ExperimentReport;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of an experiment. */
@Command(
    name = "report",
    description = {
      "Write the report of an experiment or a cross-validation as far as it is: report.html, report.md,"
          + " and in report/ its tables and figures as files.",
      "",
      "An experiment that ends writes it by itself."
    },
    footer = {"", "Example:", "  firenet experiment report experiments/bones"})
public final class ExperimentReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The experiment's folder.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ExperimentFolder.open(folder); // what cannot be read is no fault of writing
    OutputException.writing(folder, () -> ExperimentReport.write(folder));
    PrintWriter out = spec.commandLine().getOut();
    out.println(folder.resolve("report.html"));
    out.flush();
    return ExitCode.OK;
  }
}
