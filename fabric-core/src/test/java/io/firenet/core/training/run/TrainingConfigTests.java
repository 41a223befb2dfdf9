package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.core.engine.Precision;
import io.firenet.core.io.RecordCodec;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.PreprocessingPlan;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

class TrainingConfigTests {

  /** Differs from the defaults in every setting. */
  private static final TrainingConfig OTHER =
      TrainingConfig.builder()
          .recipe(Recipe.PAPER)
          .network("unet-3d")
          .preprocessing(new PreprocessingPlan(2, 96))
          .intensity(IntensityChoice.CT)
          .checkpointing(CheckpointingPolicy.ON)
          .augmentation(Augmentation.Kind.FLIP)
          .augmentedShare(0.25)
          .foreground(0.5)
          .sampling(Sampling.UNIFORM)
          .stepsPerEpoch(7)
          .validateEvery(3)
          .validationCases(5)
          .validationTime(0.3)
          .epochs(9)
          .minutes(11)
          .leastSteps(2)
          .learningRate(0.01)
          .warmUpSteps(4)
          .decayPower(2)
          .weightDecay(0.125)
          .averaging(0.5)
          .validationShare(0.4)
          .fold(2, 3)
          .precision(Precision.BF16)
          .seed(42)
          .freezeTrunk(true)
          .build();

  @Test
  void everySettingCanBeSaidAndIsKept() throws ReflectiveOperationException {
    for (RecordComponent setting : TrainingConfig.class.getRecordComponents()) {
      assertNotEquals(
          setting.getAccessor().invoke(TrainingConfig.DEFAULT),
          setting.getAccessor().invoke(OTHER),
          setting.getName());
    }
    assertEquals(OTHER, OTHER.toBuilder().build());
    assertEquals(OTHER, RecordCodec.read(TrainingConfig.DEFAULT, RecordCodec.write(OTHER)));
  }

  @Test
  void theRateRisesOverTheWarmUpOrATenthOfAShortRun() {
    TrainingConfig config =
        TrainingConfig.PAPER.toBuilder().learningRate(0.01).decayPower(0).warmUpSteps(50).build();
    assertEquals(0.0002, config.learningRateAt(0, 0), 1e-12);
    assertEquals(0.005, config.learningRateAt(0.001, 24), 1e-12);
    assertEquals(0.01, config.learningRateAt(0.002, 49), 1e-12);
    assertEquals(0.005, config.learningRateAt(0.05, 1), 1e-12);
    assertEquals(0.01, config.learningRateAt(0.1, 2), 1e-12);
  }

  @Test
  void aRecipeLeavesANetworkThatWasChosen() {
    NetworkChoice wide = new NetworkChoice("firenet", settings("{\"stemChannels\": 32}"));
    assertEquals(
        wide,
        TrainingConfig.PAPER.toBuilder().network(wide).recipe(Recipe.DEFAULT).build().network());
    assertEquals(
        Recipe.DEFAULT.network().with(settings("{\"branches\": 2}")).settings().keySet(),
        RecordCodec.read(TrainingConfig.DEFAULT, settings("{\"network\": {\"branches\": 2}}"))
            .network()
            .settings()
            .keySet());
  }

  private static JsonObject settings(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  @Test
  void aBuilderBeginsWithTheDefaults() {
    assertEquals(TrainingConfig.DEFAULT, TrainingConfig.builder().build());
    assertEquals(TrainingConfig.PAPER, TrainingConfig.builder().recipe(Recipe.PAPER).build());
    assertEquals(
        TrainingConfig.DEFAULT, TrainingConfig.PAPER.toBuilder().recipe(Recipe.DEFAULT).build());
    assertEquals(
        RecordCodec.read(
            TrainingConfig.DEFAULT,
            Json.createReader(new StringReader("{\"epochs\": 3, \"seed\": 5}")).readObject()),
        TrainingConfig.builder().epochs(3).seed(5).build());
  }

  @Test
  void buildChecks() {
    assertEquals(
        "setting epochs must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> TrainingConfig.builder().epochs(0).build())
            .getMessage());
  }
}
