package io.firenet.launcher.command.inspect;

import io.firenet.core.data.DatasetVerifier;
import io.firenet.core.data.Problem;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.stream.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads every case of datasets and lists what is wrong with them. */
@Command(
    name = "verify",
    description = {
      "Read every case of a dataset and list what is wrong with it.",
      "",
      "Looks for files that are missing or damaged, images and labels that do not lie on one grid,"
          + " odd voxel spacings, values that are not finite, labels that are not declared. Says which"
          + " labels no case has, and how many voxels are to be ignored.",
      "Ends with 3 if a case cannot be used."
    },
    footer = {"", "Example:", "  firenet verify --data msd-hippocampus=data/Task04_Hippocampus"})
public final class VerifyCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          boolean usable = true;
          @Nullable Exception broken = null;
          for (DataArgument each : data) {
            try {
              usable &= verify(each, registry);
            } catch (IOException | PluginException e) { // the others are looked at all the same
              if (broken != null) {
                OneLineErrors.print(broken, spec.commandLine());
              }
              broken = e;
            }
          }
          if (broken != null) {
            throw broken;
          }
          return usable ? ExitCode.OK : ExitCode.DATA;
        });
  }

  private boolean verify(DataArgument argument, PluginRegistry registry)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PluginRegistry all = argument.declaredOn(registry, out);
    Dataset dataset = argument.open(all, out);
    requireSame(argument, dataset, all.dataset(argument.name()).open(argument.source()));
    DatasetVerifier.Verification found;
    try (Progress progress = new Progress("Reading " + argument.name())) {
      found = new DatasetVerifier().examine(dataset, progress);
    }
    List<Problem> problems = found.problems();
    problems.forEach(out::println);
    found.labels().findings().forEach(each -> out.printf("%s: %s%n", argument.name(), each));
    long errors =
        problems.stream().filter(each -> each.severity() == Problem.Severity.ERROR).count();
    out.printf(
        "%s: %s cases, %s errors, %s warnings%n",
        argument.name(),
        dataset.cases().size(),
        errors,
        dataset.notes().size() + problems.size() - errors);
    out.flush();
    return errors == 0;
  }

  /** A run that goes on opens its datasets again, and must find what it found. */
  private static void requireSame(DataArgument argument, Dataset first, Dataset second)
      throws InvalidDatasetException {
    List<String> ids = first.cases().stream().map(Case::id).toList();
    List<String> again = second.cases().stream().map(Case::id).toList();
    if (!first.descriptor().equals(second.descriptor()) || !ids.equals(again)) {
      throw new InvalidDatasetException(
          "dataset '%s' is another one whenever it is opened: expected the same labels and %s cases in the same order, got %s and %s cases; ask the plugin's author"
              .formatted(argument.name(), ids.size(), second.descriptor().labels(), again.size()));
    }
  }
}
