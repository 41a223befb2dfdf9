package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.evaluation.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTests {

  private static final String TIME = "2026-01-01T00:00:00Z";

  @Test
  void bestEpochIsThatOfTheBestMeanOverDatasetsOfDifferentMetrics() {
    RunState state =
        RunState.START
            .with(epoch(1, 0.5, 0.1), TIME)
            .with(epoch(2, 0.6, 0.3), TIME)
            .with(epoch(3, 0.7, 0.1), TIME);
    assertEquals(2, state.bestEpoch());
  }

  @Test
  void aVeryBadScoreOfOneDatasetDoesNotHideTheOthers() {
    RunState state = RunState.START.with(epoch(1, 0.5, -3), TIME).with(epoch(2, 0.6, -90), TIME);
    assertEquals(2, state.bestEpoch());
  }

  @Test
  void stateSurvivesItsFile() {
    RunState state = RunState.START.with(epoch(1, 0.5, Double.NaN), TIME);
    assertEquals(state, RunState.fromJson(state.toJson()));
  }

  private static EpochRecord epoch(int number, double dice, double r2) {
    Map<String, Score> scores = new LinkedHashMap<>();
    scores.put("organs", new Score("Dice", dice));
    scores.put("volumes", new Score("R²", r2));
    Map<String, DatasetLoss> losses = new LinkedHashMap<>();
    losses.put("organs", new DatasetLoss(7, 0.9, Double.NaN));
    return new EpochRecord(
        number,
        1,
        1,
        scores,
        losses,
        0.5,
        60,
        1e-3,
        Optional.of("onednn on cpu, f32"),
        Optional.empty(),
        Optional.empty());
  }
}
