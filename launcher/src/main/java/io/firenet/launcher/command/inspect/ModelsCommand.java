package io.firenet.launcher.command.inspect;

import io.firenet.file.ForeignText;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.ModelException;
import io.firenet.model.ValidationScore;
import io.firenet.runtime.ModelCards;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the models that can be called by name. */
@Command(
    name = "models",
    description = {
      "List the models that can be called by name: --model NAME.",
      "",
      "Those of the folders that --models and the environment variable FIRENET_MODELS name, and"
          + " those that came with firenet. None of them is a medical device."
    },
    footer = {
      "",
      "Examples:",
      "  firenet models",
      "  firenet models --models my-models --json",
      "  firenet info hippocampus",
      "  firenet predict --model hippocampus --in mr.nii.gz --out labels.nii.gz"
    })
public final class ModelsCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Mixin private ModelCatalogue catalogue;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    JsonArrayBuilder all = Json.createArrayBuilder();
    int code = ExitCode.OK;
    Map<String, Path> models = catalogue.models();
    for (Map.Entry<String, Path> model : models.entrySet()) {
      JsonObjectBuilder entry =
          Json.createObjectBuilder()
              .add("name", model.getKey())
              .add("file", model.getValue().toString());
      try {
        ModelCard card = ModelCards.read(model.getValue());
        all.add(entry.add("card", ModelCardJson.write(card)));
        if (!json) {
          print(out, model.getKey(), model.getValue(), card);
        }
      } catch (ModelException e) {
        code = ExitCode.MODEL;
        all.add(entry.add("error", e.getMessage()));
        if (!json) {
          out.println(ForeignText.line(model.getKey() + ": " + e.getMessage()));
        }
      }
    }
    if (json) {
      JsonText.print(out, all.build());
    } else if (models.isEmpty()) {
      out.println("no models; export one into a folder and name it with --models DIR");
    }
    out.flush();
    return code;
  }

  private static void print(PrintWriter out, String name, Path file, ModelCard card)
      throws IOException {
    out.println(ForeignText.line(name + ": " + card.title()));
    line(out, "finds     %s", String.join(", ", card.outputNames()));
    line(out, "in        %s", String.join(", ", card.channels()));
    score(card)
        .ifPresent(
            score ->
                line(
                    out,
                    "%-10s%.3f on %s validation cases",
                    score.metric(),
                    score.value(),
                    score.cases()));
    line(out, "licence   %s", card.licence());
    line(out, "file      %s, %.1f MB", file, Files.size(file) / 1e6);
  }

  private static Optional<ValidationScore> score(ModelCard card) {
    return card.provenance().scores().stream()
        .filter(score -> score.output().equals(ValidationScore.MEAN))
        .findFirst();
  }

  /** A line that is indented. */
  private static void line(PrintWriter out, String format, Object... values) {
    out.println("  " + ForeignText.line(String.format(Locale.ROOT, format, values)));
  }
}
