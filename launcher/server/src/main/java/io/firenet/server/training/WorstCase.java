package io.firenet.server.training;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * The validation case that a run does worst on, with a picture.
 *
 * @param picture a PNG in the run's folder
 */
record WorstCase(String dataset, String caseId, double dice, Path picture) {

  /**
   * The worst of all datasets: of a run of an experiment in the end, else of the last validation
   * that was drawn.
   */
  static Optional<WorstCase> of(Path run) {
    return of(run, "outcome.json").or(() -> of(run, "worst.json"));
  }

  private static Optional<WorstCase> of(Path run, String file) {
    return RunFile.read(run.resolve(file))
        .flatMap(
            json ->
                RunFile.objects(json, "examples").stream()
                    .filter(one -> !RunFile.text(one, "rank").equals("median"))
                    .filter(one -> RunFile.text(one, "file").matches("[\\w.-]+(/[\\w.-]+)?\\.png"))
                    .map(
                        one ->
                            new WorstCase(
                                RunFile.text(one, "dataset"),
                                RunFile.text(one, "caseId"),
                                RunFile.number(one, "dice"),
                                run.resolve(RunFile.text(one, "file"))))
                    .filter(one -> Files.isRegularFile(one.picture()))
                    .min(Comparator.comparingDouble(WorstCase::dice)));
  }

  JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("dataset", dataset).add("case", caseId);
    if (Double.isFinite(dice)) {
      json.add("dice", dice);
    }
    return json.build();
  }
}
