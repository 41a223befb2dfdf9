package io.firenet.launcher.command.inspect;

import io.firenet.file.ForeignText;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.Provenance;
import io.firenet.model.ValidationScore;
import io.firenet.preprocess.IntensityRule;
import io.firenet.runtime.ModelCards;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a model file or a training run is. */
@Command(
    name = "info",
    description =
        "Tell what a model is for, what it needs and where it comes from; or how far a run is.",
    footer = {
      "",
      "Examples:",
      "  firenet info hippocampus.onnx",
      "  firenet info runs/hippocampus"
    })
public final class InfoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE|RUN",
      description = "An exported model, an .onnx file, or the folder of a training run.")
  private Path subject;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (Files.isDirectory(subject)) {
      RunReport run = new RunReport(subject);
      if (json) {
        JsonText.print(out, run.toJson());
      } else {
        run.print(out);
      }
    } else {
      ModelCard card = ModelCards.read(subject);
      if (json) {
        out.println(ModelCardJson.toJson(card));
      } else {
        print(out, card);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private void print(PrintWriter out, ModelCard card) {
    Provenance from = card.provenance();
    out.println(ForeignText.line(subject.toString()));
    line(out, "network", "%s, %,d parameters", card.network(), card.parameters());
    line(out, "dataset", "%s: %s", card.dataset(), card.title());
    line(out, "computes", "%s", card.objective());
    line(out, "channels", "%s", numbered(card.channels()));
    String outputs = card.quantities().isEmpty() ? "labels" : "values";
    line(out, outputs, "%s", numbered(card.outputNames()));
    line(
        out,
        "sees images",
        "at %s mm, up to %s voxels a side in one piece",
        card.preprocessing().spacingMm(),
        card.preprocessing().maxSide());
    card.preprocessing()
        .intensity()
        .ifPresent(
            rules -> line(out, "intensities", "%s", IntensityRule.inWords(card.channels(), rules)));
    card.activationBytesPerVoxel()
        .ifPresent(bytes -> line(out, "memory", "%s bytes a voxel of what it sees at once", bytes));
    line(out, "precision", "%s", card.precision());
    line(
        out,
        "weights",
        "%s",
        card.graphSha256().isPresent()
            ? "as they were exported, by their SHA-256"
            : "without a SHA-256, as models of earlier versions are: damage is not noticed");
    line(
        out,
        "trained on",
        "%s",
        inWords(
            from.trainedOn(),
            from.validationCases().isPresent()
                ? "%s (%s cases)"
                : "%s (%s cases, those for validation included)"));
    line(
        out,
        "training",
        "%s epochs, seed %s, until %s",
        from.epochs(),
        from.seed(),
        from.finishedAt());
    from.fold().ifPresent(fold -> line(out, "fold", "%s", fold));
    from.from().ifPresent(run -> line(out, "begun with", "%s", run));
    if (from.scores().isEmpty()) {
      line(out, "metrics", "%s", inWords(from.metrics(), "%s %.4f"));
    }
    for (ValidationScore each : from.scores()) {
      line(
          out,
          each.metric(),
          "%s %.4f on %s validation %s",
          each.output(),
          each.value(),
          each.cases(),
          each.cases() == 1 ? "case" : "cases");
    }
    line(out, "software", "%s", from.software());
    line(out, "licence", "%s", card.licence());
    line(out, "cite", "%s", card.citation());
  }

  private static void line(PrintWriter out, String title, String format, Object... values) {
    String value = ForeignText.line(String.format(Locale.ROOT, format, values));
    out.printf(Locale.ROOT, "  %-12s%s%n", title, value);
  }

  private static String numbered(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> i + " " + names.get(i))
        .collect(Collectors.joining(", "));
  }

  private static String inWords(Map<String, ?> values, String format) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, format, entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
