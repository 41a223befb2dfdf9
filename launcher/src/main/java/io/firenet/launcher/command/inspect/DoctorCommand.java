package io.firenet.launcher.command.inspect;

import io.firenet.launcher.doctor.Checkup;
import io.firenet.launcher.doctor.Finding;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells whether this machine can do the work. */
@Command(
    name = "doctor",
    description = {
      "Check whether this machine can do the work.",
      "",
      "Java, processor, memory, native libraries, folders and settings, one line each.",
      "Ends with 1 if something needs attention."
    },
    footer = {"", "Example:", "  firenet doctor"})
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings = Checkup.examine();
    findings.forEach(out::println);
    out.flush();
    return findings.stream().allMatch(Finding::good) ? ExitCode.OK : ExitCode.INTERNAL;
  }
}
