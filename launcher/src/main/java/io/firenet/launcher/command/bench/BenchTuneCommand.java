package io.firenet.launcher.command.bench;

import io.firenet.core.engine.Compute;
import io.firenet.launcher.command.train.DeviceOption;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what training's choice between ways of computing the same depends on. */
@Command(
    name = "tune",
    description = {
      "Measure which ways of computing a training step are the fastest on this machine.",
      "",
      "What it finds is kept in the user's folder for caches and used by every training from then"
          + " on, with this many threads on this processor; without it, what was measured on another"
          + " machine is used. It takes some seconds, in which nothing else should run. To go back,"
          + " delete the file that it names."
    },
    footer = {"", "Example:", "  firenet bench tune"})
public final class BenchTuneCommand implements Callable<Integer> {

  @Mixin private ThreadsOption threads;
  @Mixin private DeviceOption device;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    threads.use();
    Compute compute = device.compute();
    PrintWriter out = spec.commandLine().getOut();
    List<String> found = compute.library().tune(compute.device());
    if (found.isEmpty()) {
      out.println(compute + ": nothing to choose here");
    }
    found.forEach(out::println);
    out.flush();
    return ExitCode.OK;
  }
}
