package io.firenet.core.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.experiment.CaseResult;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.RunOutcome;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentReportTests {

  @TempDir private static Path folder;

  private static String html;

  @BeforeAll
  static void writeReport() throws IOException {
    SyntheticExperiment.write(folder, run -> true);
    html = Files.readString(ExperimentReport.write(folder));
  }

  @Test
  void figuresOfALabelAreThoseOfItsCases() throws IOException {
    double[] dice =
        results().stream()
            .filter(one -> one.dataset().equals("prostate-mr") && one.labelName().equals("rectum"))
            .mapToDouble(CaseResult::dice)
            .toArray();
    assertEquals(24, dice.length);
    double sum = 0;
    double squares = 0;
    double least = 1;
    for (double one : dice) {
      sum += one;
      squares += one * one;
      least = Math.min(least, one);
    }
    double mean = sum / 24;
    JsonObject row = row("means-pretraining", "rectum", "FIRENet");
    assertEquals(mean, row.getJsonNumber("DSC").doubleValue(), 1e-12);
    double sd = Math.sqrt((squares - 24 * mean * mean) / 23);
    assertEquals(sd, row.getJsonNumber("DSC sd").doubleValue(), 1e-9);
    assertEquals(least, row.getJsonNumber("least DSC").doubleValue());
    assertEquals(0.87, row.getJsonNumber("DSC (published)").doubleValue());
    assertEquals(14.14, row.getJsonNumber("HD mm (published)").doubleValue());
  }

  private static List<CaseResult> results() throws IOException {
    return ExperimentFolder.open(folder).outcomes().stream()
        .filter(outcome -> outcome.run().method().equals("FIRENet"))
        .map(RunOutcome::cases)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void labelThatWasNotFoundIsToldAndHasNoDistance() throws IOException {
    JsonObject row = row("means-pretraining", "bladder", "FIRENet");
    assertEquals("23 of 24", row.getString("found"));
    assertEquals(0, row.getJsonNumber("least DSC").doubleValue());
    assertTrue(row.getJsonNumber("HD mm").doubleValue() > 0);
  }

  @Test
  void costsTellWhatANetworkGives() throws IOException {
    JsonObject costs = row("costs", "FIRENet-T", "training");
    JsonObject all = row("dice-training", "mean of datasets", null);
    assertEquals(
        all.getJsonNumber("FIRENet-T").doubleValue(),
        costs.getJsonNumber("mean DSC").doubleValue(),
        1e-12);
    assertEquals(3, costs.getInt("peak memory, GiB"));
    assertEquals(1.25, costs.getJsonNumber("s per step").doubleValue());
  }

  @Test
  void datasetsStandBesideThePublishedFigures() throws IOException {
    JsonObject hip = row("dice-training", "msk-hip", null);
    assertEquals(0.962, hip.getJsonNumber("FIRENet-T (published)").doubleValue());
    double t = hip.getJsonNumber("FIRENet-T").doubleValue();
    assertTrue(t > hip.getJsonNumber("nnU-Net pooled").doubleValue());
    JsonObject all = row("dice-training", "mean of datasets", null);
    double sum = 0;
    for (String name : List.of("msk-hip", "msk-knee", "msk-shoulder")) {
      sum += row("dice-training", name, null).getJsonNumber("FIRENet-T").doubleValue();
    }
    assertEquals(sum / 3, all.getJsonNumber("FIRENet-T").doubleValue(), 1e-12);
  }

  @Test
  void fasterNetworkHasTheLargerMean() throws IOException {
    JsonObject t = row("convergence-training", "msk-hip", "FIRENet-T");
    JsonObject r = row("convergence-training", "msk-hip", "FIRENet-R");
    assertTrue(
        t.getJsonNumber("mean of all").doubleValue()
            > r.getJsonNumber("mean of all").doubleValue() + 0.1);
    assertEquals(20, t.getInt("validations"));
  }

  @Test
  void networksAreComparedOnTheSameCases() throws IOException {
    JsonObject clear = row("significance", "msk-hip", "FIRENet-T – nnU-Net pooled");
    assertEquals(24, clear.getInt("cases"));
    assertTrue(clear.getJsonNumber("p").doubleValue() < 0.001);
    assertTrue(html.contains("&lt; 0.0001"), "a probability is never 0");
    assertEquals("FIRENet-T is better", clear.getString("at 0.05"));
    JsonObject unclear = row("significance", "prostate-mr", "3D U-Net – V-Net");
    assertEquals("no difference shown", unclear.getString("at 0.05"));
  }

  @Test
  void figuresAndTablesAreInThePageAndAsFiles() throws IOException {
    assertEquals(12, count("<svg class=\"chart\""));
    assertEquals(9, count("<img "));
    assertEquals(0, count("FIRENet, median case")); // the worst one, which is shown
    assertEquals(24 * 5 * 5 + 3 * 24 * 3, lines("cases"));
    assertEquals(15 * 20 + 9 * 20 * 3, lines("epochs"));
    assertFalse(html.contains("What is missing"));
    String markdown = Files.readString(folder.resolve("report.md"));
    Matcher links = Pattern.compile("]\\((report/[^)]+)\\)").matcher(markdown);
    int found = 0;
    while (links.find()) {
      assertTrue(Files.size(folder.resolve(links.group(1))) > 100, links.group(1));
      found++;
    }
    assertEquals(21, found);
  }

  @Test
  void unfinishedExperimentSaysWhatIsMissing(@TempDir Path other) throws IOException {
    SyntheticExperiment.write(other, run -> run.fold() == 1 && !run.method().equals("FIRENet-T"));
    String page = Files.readString(ExperimentReport.write(other));
    assertTrue(page.contains("7 of 24 runs are done."), page.substring(0, 9000));
    JsonObject missing = row(other, "missing", "FIRENet-T", null);
    assertEquals("0 of 3", missing.getString("done"));
    assertEquals("fold 1 planned, fold 2 planned, fold 3 planned", missing.getString("to come"));
    JsonObject hip = row(other, "dice-training", "msk-hip", null);
    assertTrue(hip.isNull("FIRENet-T"));
    assertEquals(8, hip.getInt("cases"));
  }

  @Test
  void experimentOfWhichNothingIsDoneHasAReport(@TempDir Path other) throws IOException {
    SyntheticExperiment.write(other, run -> false);
    String page = Files.readString(ExperimentReport.write(other));
    assertTrue(page.contains("0 of 24 runs are done."));
    assertEquals(0, page.split("<svg", -1).length - 1);
  }

  @Test
  void folderWithoutAnExperimentIsRefused(@TempDir Path other) {
    var e = assertThrows(IOException.class, () -> ExperimentReport.write(other));
    assertTrue(e.getMessage().contains("is no experiment"), e.getMessage());
  }

  private static int count(String what) {
    return html.split(Pattern.quote(what), -1).length - 1;
  }

  private static int lines(String table) throws IOException {
    Path file = folder.resolve("report/tables/%s.csv".formatted(table));
    return Files.readAllLines(file).size() - 1;
  }

  private static JsonObject row(String table, String first, String second) throws IOException {
    return row(folder, table, first, second);
  }

  /** The row whose first two cells read so; null for any. */
  private static JsonObject row(Path experiment, String table, String first, String second)
      throws IOException {
    Path file = experiment.resolve("report/tables/%s.json".formatted(table));
    try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
      for (JsonValue one : reader.readObject().getJsonArray("rows")) {
        JsonObject row = one.asJsonObject();
        List<JsonValue> cells = List.copyOf(row.values());
        if (cells.get(0).equals(Json.createValue(first))
            && (second == null || cells.get(1).equals(Json.createValue(second)))) {
          return row;
        }
      }
    }
    throw new AssertionError("%s has no row of %s, %s".formatted(file, first, second));
  }
}
