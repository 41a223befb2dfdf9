package io.firenet.launcher.command.inspect;

import io.firenet.core.data.DatasetVerifier;
import io.firenet.core.data.Problem;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.report.dataset.DatasetPlot;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.JsonText;
import io.firenet.launcher.stream.Progress;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
      "Then tells what the dataset is like, its fingerprint: sizes, spacings, intensities, and of each"
          + " label in how many cases it is, its voxels and its volume.",
      "Ends with 3 if a case cannot be used."
    },
    footer = {
      "",
      "Examples:",
      "  firenet verify --data msd-hippocampus=data/Task04_Hippocampus",
      "  firenet verify --data msd-heart=data/Task02_Heart --picture heart.png --json"
    })
public final class VerifyCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data;

  @Option(
      names = "--json",
      description =
          "Print JSON instead of text: problems, and the fingerprint with every case's figures.")
  private boolean json;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description =
          "Also draw the fingerprint: sizes, spacings, intensities and volumes as box plots. Of"
              + " several datasets a picture each, FILE-DATASET.png.")
  private @Nullable Path picture;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          boolean usable = true;
          JsonArrayBuilder all = Json.createArrayBuilder();
          @Nullable Exception broken = null;
          for (DataArgument each : data) {
            try {
              usable &= verify(each, registry, all);
            } catch (IOException | PluginException e) { // the others are looked at all the same
              if (broken != null) {
                OneLineErrors.print(broken, spec.commandLine());
              }
              broken = e;
            }
          }
          if (json) {
            JsonText.print(spec.commandLine().getOut(), all.build());
          }
          if (broken != null) {
            throw broken;
          }
          return usable ? ExitCode.OK : ExitCode.DATA;
        });
  }

  private boolean verify(DataArgument argument, PluginRegistry registry, JsonArrayBuilder all)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : out;
    PluginRegistry plugged = argument.declaredOn(registry, notes);
    Dataset dataset = argument.open(plugged, notes);
    requireSame(argument, dataset, plugged.dataset(argument.name()).open(argument.source()));
    DatasetVerifier.Verification found;
    try (Progress progress = new Progress("Reading " + argument.name())) {
      found = new DatasetVerifier().examine(dataset, progress);
    }
    List<Problem> problems = found.problems();
    long errors =
        problems.stream().filter(each -> each.severity() == Problem.Severity.ERROR).count();
    long warnings = dataset.notes().size() + problems.size() - errors;
    if (json) {
      all.add(json(argument.name(), dataset, found, errors, warnings));
    } else {
      problems.forEach(out::println);
      found.labels().findings().forEach(each -> out.printf("%s: %s%n", argument.name(), each));
      out.print(FiguresReport.of(found.figures()));
      out.printf(
          "%s: %s, %s, %s%n",
          argument.name(),
          Count.of(dataset.cases().size(), "case"),
          Count.of(errors, "error"),
          Count.of(warnings, "warning"));
      out.flush();
    }
    if (picture != null && !found.figures().cases().isEmpty()) {
      Path file = data.size() == 1 ? picture : beside(picture, argument.name());
      OutputException.writing(
          file, () -> DatasetPlot.write(argument.name(), found.figures(), file));
    }
    return errors == 0;
  }

  private static Path beside(Path picture, String dataset) {
    String stem = picture.getFileName().toString().replaceFirst("\\.png$", "");
    return picture.resolveSibling("%s-%s.png".formatted(stem, dataset));
  }

  private static JsonObjectBuilder json(
      String name,
      Dataset dataset,
      DatasetVerifier.Verification found,
      long errors,
      long warnings) {
    JsonArrayBuilder problems = Json.createArrayBuilder();
    for (Problem one : found.problems()) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("case", one.caseId())
              .add("severity", one.severity().name().toLowerCase(Locale.ROOT))
              .add("message", one.message());
      Path file = one.file();
      if (file != null) {
        json.add("file", file.toString());
      }
      problems.add(json);
    }
    return Json.createObjectBuilder()
        .add("dataset", name)
        .add("cases", dataset.cases().size())
        .add("errors", errors)
        .add("warnings", warnings)
        .add("problems", problems)
        .add("notes", Json.createArrayBuilder(dataset.notes()))
        .add("findings", Json.createArrayBuilder(found.labels().findings()))
        .add("fingerprint", found.figures().toJson());
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
