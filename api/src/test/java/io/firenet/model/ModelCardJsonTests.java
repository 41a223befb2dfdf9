package io.firenet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Quantity;
import io.firenet.dataset.Region;
import io.firenet.format.LabelCode;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelCardJsonTests {

  private static final ModelCard CARD =
      ModelCard.builder("firenet", "msd-hippocampus")
          .parameters(30_050_000_000L)
          .title("Hippocampus \"head\" & body — µm")
          .objective("segmentation")
          .channels("MRI")
          .labels("background", "anterior", "posterior")
          .preprocessing(new PreprocessingPlan(0.1, 64))
          .licence("CC-BY-SA 4.0")
          .citation("line one\nline two")
          .provenance(
              Provenance.builder("firenet 0.1")
                  .trainedOn(Map.of("b", 2, "a", 1))
                  .epochs(50)
                  .seed(Long.MIN_VALUE)
                  .validationShare(0.2)
                  .finishedAt("2026-01-01T00:00:00Z")
                  .metrics(Map.of("dice", 0.1 + 0.2))
                  .fold(Optional.of("2/5"))
                  .from(Optional.of("another run"))
                  .validationCases(OptionalInt.of(3))
                  .scores(List.of(new ValidationScore("dice", ValidationScore.MEAN, 1 / 3.0, 3)))
                  .stratifiedBy(Optional.of(Provenance.BY_CLASS))
                  .build())
          .build();

  private static final String JSON = ModelCardJson.toJson(CARD);

  @Test
  void cardSurvivesTheRoundTripExactly() throws ModelException {
    assertEquals(CARD, ModelCardJson.fromJson(JSON));
  }

  @Test
  void memoryOfTheNetworkSurvivesTheRoundTrip() throws ModelException {
    ModelCard card = CARD.withActivationBytesPerVoxel(520);
    assertEquals(card, ModelCardJson.fromJson(ModelCardJson.toJson(card)));
    String none = ModelCardJson.toJson(card).replace(":520", ":0");
    assertThrows(ModelException.class, () -> ModelCardJson.fromJson(none));
  }

  @Test
  void quantitiesSurviveTheRoundTripExactly() throws ModelException {
    ModelCard card =
        ModelCard.builder("n", "d")
            .parameters(1)
            .title("t")
            .objective("regression")
            .channels("c")
            .quantities(
                List.of(
                    new QuantityScale(new Quantity("volume", "ml"), 1 / 3.0, 1e-9),
                    new QuantityScale(new Quantity("score", ""), -4, 2)))
            .preprocessing(PreprocessingPlan.PAPER)
            .provenance(CARD.provenance())
            .build();
    String json = ModelCardJson.toJson(card);
    assertEquals(card, ModelCardJson.fromJson(json));
    assertEquals(List.of("volume (ml)", "score"), card.outputNames());
    assertEquals(
        "model card: quantity score needs a finite mean and a positive standard deviation, got"
            + " -4.0 and 0.0",
        failure(json.replace("\"sd\":2.0", "\"sd\":0.0")));
    assertEquals(
        "model card, quantities[1]: field 'unit' is missing",
        failure(json.replace("\"unit\":\"\"", "\"u\":\"\"")));
  }

  @Test
  void cardWithoutTheFieldQuantitiesIsRead() throws ModelException {
    assertEquals(CARD, ModelCardJson.fromJson(JSON.replace("\"quantities\":[],", "")));
  }

  @Test
  void mapsAreWrittenInOrder() {
    assertTrue(JSON.contains("{\"a\":1,\"b\":2}"), JSON);
  }

  @Test
  void metricThatIsNoNumberIsLeftOut() throws ModelException {
    Map<String, Double> metrics = Map.of("hausdorffMm", Double.NaN, "dice", 0.5);
    Provenance provenance = Provenance.builder("s").metrics(metrics).build();
    ModelCard card =
        ModelCard.builder("n", "d")
            .parameters(1)
            .title("t")
            .objective("o")
            .channels("c")
            .labels("l")
            .preprocessing(PreprocessingPlan.PAPER)
            .provenance(provenance)
            .build();
    Provenance read = ModelCardJson.fromJson(ModelCardJson.toJson(card)).provenance();
    assertEquals(Map.of("dice", 0.5), read.metrics());
  }

  @Test
  void aBuilderKeepsEveryPartAndSaysWhatIsMissing() {
    ModelCard all =
        CARD.toBuilder()
            .activationBytesPerVoxel(520)
            .precision("int8")
            .graphSha256("abc")
            .codes(Map.of("anterior", LabelCode.anatomy("1", "A")))
            .regions(List.of(new Region("all of it", List.of(1, 2), 1)))
            .build();
    assertEquals(all, all.toBuilder().build());
    assertEquals(
        "a model card needs preprocessing",
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelCard.builder("n", "d").objective("o").channels("c").labels("l").build())
            .getMessage());
  }

  @Test
  void newerFormatAsksForNewerRelease() {
    assertEquals(
        "model card has format version 3, this software reads 1 to 2; use a newer release",
        failure(JSON.replace("\"formatVersion\":1", "\"formatVersion\":3")));
  }

  @Test
  void fieldThatIsMissingOrOfAnotherTypeIsNamed() {
    assertEquals(
        "model card: field 'labels' is missing", failure(JSON.replace("\"labels\"", "\"lables\"")));
    assertEquals(
        "model card: field 'channels' must be a string, got 7",
        failure(JSON.replace("\"MRI\"", "7")));
    assertEquals(
        "model card, provenance: field 'epochs' must be an integer, got 50.5",
        failure(JSON.replace("\"epochs\":50", "\"epochs\":50.5")));
    assertEquals(
        "model card, provenance, metrics: field 'dice' must be a number, got \"high\"",
        failure(JSON.replace("0.30000000000000004", "\"high\"")));
    assertEquals(
        "model card, preprocessing: field 'maxSide' must be an integer, got 64000000000",
        failure(JSON.replace("\"maxSide\":64", "\"maxSide\":64000000000")));
  }

  @Test
  void valueOutOfItsRangeIsNamed() {
    assertEquals(
        "model card: spacingMm must be positive, got -0.1",
        failure(JSON.replace("\"spacingMm\":0.1", "\"spacingMm\":-0.1")));
    assertEquals(
        "model card: field 'channels' of a model card must not be empty",
        failure(JSON.replace("[\"MRI\"]", "[]")));
  }

  /** They become names of files, folders and lines of whoever uses the model. */
  @Test
  void namesThatNoPluginCouldHaveAreRefused() {
    for (String name : List.of("../../x", "/abs", "a/b", "..", "", "Hippocampus", "a\\u0000b")) {
      assertTrue(
          failure(JSON.replace("msd-hippocampus", name)).startsWith("model card: a dataset's name"),
          name);
      assertTrue(
          failure(JSON.replace("\"firenet\"", "\"" + name + "\""))
              .startsWith("model card: a network's name"),
          name);
      assertTrue(
          failure(JSON.replace("\"a\":1", "\"" + name + "\":1"))
              .startsWith("model card: a dataset's name"),
          name);
    }
    for (String text : List.of("", " ", "x\\u001b[2Jy", "x\\ny", "x\\u2028y", "x\\ud800y")) {
      failure(JSON.replace("\"anterior\"", "\"" + text + "\""));
      failure(JSON.replace("\"MRI\"", "\"" + text + "\""));
      failure(JSON.replace("\"segmentation\"", "\"" + text + "\""));
      failure(JSON.replace("\"dice\":", "\"" + text + "\":"));
    }
    failure(JSON.replace("anterior", "posterior"));
  }

  @Test
  void hostileTextIsRefusedInOneLine() {
    assertTrue(failure("").startsWith("model card is not a JSON object"));
    assertTrue(failure("[1]").startsWith("model card is not a JSON object"));
    assertTrue(failure(JSON.substring(0, 99)).startsWith("model card is not a JSON object"));
    assertTrue(failure("{\"a\":" + "[".repeat(500_000)).startsWith("model card is not a JSON"));
    assertTrue(failure(" ".repeat(2_000_000)).startsWith("model card has 2000000 characters"));
    failure(JSON.replace("\"epochs\":50", "\"epochs\":1e1000000000"));
    failure(JSON.replace("\"spacingMm\":0.1", "\"spacingMm\":1e999"));
    failure(JSON.replace("\"MRI\"", "{\"" + "x\\n".repeat(200) + "\":1}"));
  }

  private static String failure(String json) {
    String message =
        assertThrows(ModelException.class, () -> ModelCardJson.fromJson(json)).getMessage();
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 300, message);
    return message;
  }

  @Test
  void rulesOfIntensityTravelAndOlderCardsHaveNone() throws Exception {
    assertEquals(Optional.empty(), ModelCardJson.fromJson(JSON).preprocessing().intensity());
    String rules =
        "\"maxSide\":64,\"intensity\":[{\"rule\":\"ct\",\"low\":-57.5,\"high\":164.0,"
            + "\"mean\":99.25,\"sd\":39.0}]";
    String json = JSON.replace("\"maxSide\":64", rules);
    ModelCard card = ModelCardJson.fromJson(json);
    assertEquals(
        Optional.of(List.of(new IntensityRule.Ct(-57.5, 164, 99.25, 39))),
        card.preprocessing().intensity());
    assertEquals(json, ModelCardJson.toJson(card));
    ModelCardBuilder built = ModelCard.builder("firenet", "liver").objective("segmentation");
    built.channels("CT").labels("background", "liver");
    built.provenance(card.provenance());
    assertEquals(1, built.preprocessing(new PreprocessingPlan(1, 64)).build().formatVersion());
    assertEquals(
        2,
        built.preprocessing(card.preprocessing()).build().formatVersion(),
        "software that does not know the rules must refuse it");
    assertEquals(
        "model card: \"intensity\" knows the rules standardise, ct and percentile, got"
            + " {\"rule\":\"window\"}",
        failure(
            JSON.replace(
                "\"maxSide\":64", "\"maxSide\":64,\"intensity\":[{\"rule\":\"window\"}]")));
    assertEquals(
        "model card: \"intensity\": a rule needs a number \"high\", got {\"rule\":\"percentile\",\"low\":1}",
        failure(
            JSON.replace(
                "\"maxSide\":64",
                "\"maxSide\":64,\"intensity\":[{\"rule\":\"percentile\",\"low\":1}]")));
  }

  @Test
  void regionsTravelByTheNamesOfTheirLabels() throws Exception {
    assertEquals(List.of(), ModelCardJson.fromJson(JSON).regions());
    List<String> labels = CARD.labels();
    ModelCard card =
        CARD.toBuilder().regions(List.of(new Region("all of it", List.of(1), 1))).build();
    String json = ModelCardJson.toJson(card);
    assertTrue(
        json.contains(
            "\"regions\":[{\"name\":\"all of it\",\"labels\":[\"%1$s\"],\"paints\":\"%1$s\"}]"
                .formatted(labels.get(1))),
        json);
    assertEquals(card, ModelCardJson.fromJson(json));
    assertEquals(List.of("all of it"), card.outputNames());
    assertTrue(
        failure(json.replace("\"paints\":\"" + labels.get(1), "\"paints\":\"none"))
            .startsWith("model card: \"regions\": 'all of it' names the label"));
  }
}
