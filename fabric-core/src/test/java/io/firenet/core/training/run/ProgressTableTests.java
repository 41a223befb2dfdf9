package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.evaluation.Score;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTableTests {

  private static EpochRecord epoch(int number, boolean validated) {
    return new EpochRecord(
        number,
        0.5,
        validated ? 0.25 : Double.NaN,
        validated ? Map.of("a", new Score("Dice", 0.75)) : Map.of(),
        Map.of("a", new DatasetLoss(3, 0.5, validated ? 0.25 : Double.NaN)),
        1,
        2,
        0.125,
        Optional.empty(),
        Optional.empty(),
        validated ? Optional.of(Map.of("a", Map.of("left, \"upper\"", 0.75))) : Optional.empty());
  }

  @Test
  void aRowForEachEpochAndAColumnForEachFigure() {
    assertEquals(
        "epoch,a/Dice,\"a/Dice/left, \"\"upper\"\"\",a/loss/training,a/loss/validation,a/steps,"
            + "loss/training,loss/validation,rate,score,seconds,wait_seconds\r\n"
            + "1,,,0.5,,3.0,0.5,,0.125,,2.0,1.0\r\n"
            + "2,0.75,0.75,0.5,0.25,3.0,0.5,0.25,0.125,0.75,2.0,1.0\r\n",
        ProgressTable.of(List.of(epoch(1, false), epoch(2, true))));
  }

  @Test
  void timeLeftFollowsTheLastEpochsAndTheLimit() {
    assertEquals(3 * 20, RunState.secondsLeft(List.of(99.0, 10.0, 20.0, 30.0), 7, 0));
    assertEquals(0, RunState.secondsLeft(List.of(10.0), 1, 0));
    assertEquals(60 - 40, RunState.secondsLeft(List.of(40.0), 100, 1));
    assertEquals(60, RunState.secondsLeft(List.of(), 100, 1));
    assertEquals(Double.NaN, RunState.secondsLeft(List.of(), 100, 0));
  }
}
