package io.firenet.launcher.command.inspect;

import io.firenet.core.training.run.RunException;
import io.firenet.file.ForeignText;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.JsonText;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.Provenance;
import io.firenet.model.ValidationScore;
import io.firenet.preprocess.IntensityRule;
import io.firenet.runtime.ModelCards;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a model file, a training run or an image is. */
@Command(
    name = "info",
    description = {
      "Tell what a model is for, what it needs and where it comes from; how far a run is; or the"
          + " grid of an image.",
      "",
      "Of DICOM the series are listed, of a folder its images. Nothing of a patient is shown."
    },
    footer = {
      "",
      "Examples:",
      "  firenet info hippocampus.onnx",
      "  firenet info hippocampus",
      "  firenet info runs/hippocampus",
      "  firenet info ct.nii.gz",
      "  firenet info dicom --series thorax"
    })
public final class InfoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE|DIR|NAME",
      description =
          ModelCatalogue.DESCRIPTION
              + " Or the folder of a training run; an image, or a folder of images.")
  private Path named;

  private Path subject = Path.of("");

  @Option(
      names = "--series",
      paramLabel = "UID|NUMBER|TEXT",
      description = "Which DICOM series, by its UID, its number or a part of its description.")
  private @Nullable String series;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Mixin private ModelCatalogue catalogue;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.withFormats(this::tell);
  }

  private int tell() throws IOException {
    subject = series == null ? catalogue.find(named) : named;
    PrintWriter out = spec.commandLine().getOut();
    int code = ExitCode.OK;
    if (Files.isRegularFile(subject.resolve("run.json"))) {
      RunReport run = new RunReport(subject);
      if (json) {
        JsonText.print(out, run.toJson());
      } else {
        run.print(out);
      }
    } else if (series != null || isImage()) {
      ImageReport image = ImageReport.of(new ImageSource(subject, Optional.ofNullable(series)));
      if (json) {
        JsonText.print(out, image.toJson());
      } else {
        image.print(out);
      }
    } else if (Files.isDirectory(subject)) {
      code = tellOfFolder(out);
    } else {
      ModelCard card = ModelCards.read(subject);
      if (json) {
        out.println(ModelCardJson.toJson(card));
      } else {
        print(out, card);
      }
    }
    out.flush();
    return code;
  }

  private boolean isImage() throws IOException {
    return ImageFormats.find(subject).isPresent();
  }

  /** An image a line; one that cannot be read does not keep the others back. */
  private int tellOfFolder(PrintWriter out) throws IOException {
    ImageFolder found = ImageFolder.list(subject);
    if (found.images().isEmpty()) {
      throw new RunException(
          subject + ": is neither a run, it has no run.json, nor an image, nor holds it images");
    }
    int code = ExitCode.OK;
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (Path each : found.images()) {
      try {
        ImageReport image = ImageReport.of(ImageSource.of(each));
        all.add(image.toJson());
        if (!json) {
          out.println(ForeignText.line(image.line()));
        }
      } catch (IOException e) {
        OneLineErrors.print(e, spec.commandLine());
        code = ExitCode.DATA;
      }
    }
    if (json) {
      JsonText.print(out, all.build());
    }
    return code;
  }

  private void print(PrintWriter out, ModelCard card) {
    Provenance from = card.provenance();
    out.println(ForeignText.line(subject.toString()));
    line(out, "network", "%s, %,d parameters", card.network(), card.parameters());
    line(out, "dataset", "%s: %s", card.dataset(), card.title());
    line(out, "computes", "%s", card.objective());
    line(out, "channels", "%s", numbered(card.channels()));
    String outputs = card.quantities().isEmpty() ? "labels" : "values";
    line(
        out,
        outputs,
        "%s",
        numbered(card.regions().isEmpty() ? card.outputNames() : card.labels()));
    if (!card.regions().isEmpty()) {
      line(out, "regions", "%s", inWords(card));
    }
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
        "%s, seed %s, until %s",
        Count.of(from.epochs(), "epoch"),
        from.seed(),
        from.finishedAt());
    from.fold().ifPresent(fold -> line(out, "fold", "%s", fold));
    from.stratifiedBy()
        .ifPresent(by -> line(out, "split", "by subject, each %s with its share", by));
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

  private static String inWords(ModelCard card) {
    return card.regions().stream()
        .map(
            region ->
                "%s (%s)"
                    .formatted(
                        region.name(),
                        region.labels().stream()
                            .map(card.labels()::get)
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(", "));
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
