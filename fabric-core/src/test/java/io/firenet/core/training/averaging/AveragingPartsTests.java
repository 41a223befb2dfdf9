package io.firenet.core.training.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.training.TrainingRound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragingPartsTests {

  @Test
  void bfloat16RoundsToNearestAndTiesToEven() {
    float step = Float.intBitsToFloat(0x3f810000) - 1; // from 1 to the next bfloat16
    float[] values = {
      0, -0f, 1, 1 + step / 2, 1 + 3 * step / 2, 1 + step / 2.001f, 1e-40f, 3.4e38f, -2.5f
    };
    float[] seen = ValueFormat.BFLOAT16.decode(ValueFormat.BFLOAT16.encode(values));
    assertArrayEquals(new float[] {0, -0f, 1, 1, 1 + 2 * step, 1}, Arrays.copyOf(seen, 6));
    assertEquals(-2.5f, seen[8]);
    assertEquals(1e-40f, seen[6], 5e-41f); // half of what the smallest ones differ by
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertArrayEquals(odd, ValueFormat.BFLOAT16.decode(ValueFormat.BFLOAT16.encode(odd)));
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      float[] any = {(float) random.nextGaussian()};
      assertArrayEquals(any, ValueFormat.FLOAT32.decode(ValueFormat.FLOAT32.encode(any)));
      float[] rounded = ValueFormat.BFLOAT16.decode(ValueFormat.BFLOAT16.encode(any));
      assertEquals(any[0], rounded[0], Math.abs(any[0]) / 256);
    }
  }

  @Test
  void workersCountByTheirStepsInAnyOrder() {
    List<GroupSum> sums =
        List.of(
            GroupSum.of(3, ValueFormat.FLOAT32, List.of(new float[] {1, 2})),
            GroupSum.of(1, ValueFormat.FLOAT32, List.of(new float[] {5, -2})),
            GroupSum.of(4, ValueFormat.FLOAT32, List.of(new float[] {0, 1})));
    GroupSum left = sums.get(0).plus(sums.get(1)).plus(sums.get(2));
    GroupSum right = sums.get(0).plus(sums.get(1).plus(sums.get(2)));
    float[] expected = {(3 + 5) / 8f, (6 - 2 + 4) / 8f};
    assertArrayEquals(expected, left.means()[0]);
    assertArrayEquals(expected, right.means()[0]);
    assertEquals(4, left.updates());
    assertArrayEquals(new float[] {1, 2}, sums.get(0).means()[0]);
  }

  /** In two steps a moment changes by less than the upper half of a float32 tells apart. */
  @Test
  void momentsOfShortRoundsAreNotRoundedAway() {
    float[] mean = {1, 1, 0.5f, 0};
    float[] squares = {0, 0.01f, 0.5f, 2e-9f}; // of the gradients of all steps
    double[] expected = {1, 1, 0.5, 0};
    double kept = Math.pow(0.999, 2);
    for (int round = 0; round < 500; round++) {
      float[] before = ValueFormat.BFLOAT16.decode(ValueFormat.BFLOAT16.encode(mean));
      GroupSum sum = null;
      for (int worker = 0; worker < 2; worker++) {
        float[] after = new float[before.length];
        for (int i = 0; i < after.length; i++) {
          after[i] = (float) (kept * before[i] + (1 - kept) * squares[i]);
        }
        float[] added = Moment.added(before, after, kept);
        GroupSum one = GroupSum.of(2, ValueFormat.BFLOAT16, List.of(added), kept);
        sum = sum == null ? one : sum.plus(one);
      }
      Moment.applySquares(mean, sum.means()[0], sum.kept()[0]);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = kept * expected[i] + (1 - kept) * squares[i];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], mean[i], 0.004 * expected[i] + 1e-4 * squares[i]);
    }
  }

  /** A worker that did more steps has forgotten more and counts for more. */
  @Test
  void workersWithUnlikeNumbersOfStepsKeepUnlikeShares() {
    GroupSum one = GroupSum.of(1, ValueFormat.FLOAT32, List.of(new float[] {2}), 0.9);
    GroupSum three = GroupSum.of(3, ValueFormat.FLOAT32, List.of(new float[] {4}), 0.729);
    float[] mean = {10};
    GroupSum sum = one.plus(three);
    Moment.apply(mean, sum.means()[0], sum.kept()[0]);
    assertEquals(((0.9 * 10 + 2) + 3 * (0.729 * 10 + 4)) / 4, mean[0], 1e-5);
  }

  /** Squares that do not change are as large after any number of rounds, whoever made them. */
  @Test
  void meansOfSquaresAreAsFarAsTheUpdatesThatAreCounted() {
    int perStep =
        new AveragingSettings(6, OuterUpdate.AVERAGE, ValueFormat.FLOAT32).updatesPerStep(3);
    assertEquals(3, perStep);
    Adam adam = Adam.DEFAULT.fadingBy(perStep);
    float[] mean = {0};
    long updates = 0;
    for (int round = 0; round < 10; round++) {
      float[] after = mean.clone();
      for (int step = 0; step < 6; step++) {
        after[0] = (float) (adam.beta2() * after[0] + (1 - adam.beta2()) * 0.25);
      }
      double kept = Math.pow(adam.beta2(), 6);
      Moment.applySquares(mean, Moment.added(mean.clone(), after, kept), kept);
      updates += 6L * perStep;
      double corrected = mean[0] / (1 - Math.pow(Adam.DEFAULT.beta2(), updates));
      assertEquals(0.25, corrected, 1e-5);
    }
  }

  @Test
  void stepsStandForAsManyUpdatesAsThereAreWorkersUpToALimit() {
    AveragingSettings weights = new AveragingSettings(0, OuterUpdate.AVERAGE, ValueFormat.BFLOAT16);
    assertEquals(1, weights.updatesPerStep(1));
    assertEquals(2, weights.updatesPerStep(2));
    assertEquals(4, weights.updatesPerStep(64));
    AveragingSettings gradients =
        new AveragingSettings(1, OuterUpdate.AVERAGE, ValueFormat.FLOAT32);
    assertEquals(1, gradients.updatesPerStep(64), "the update is the driver's");
  }

  @Test
  void everyStepIsOneWorkersAndACaseStaysWhereItWas() {
    List<String> cases = IntStream.range(0, 41).mapToObj(i -> "set/case-" + i).toList();
    List<String> shuffled = new ArrayList<>(cases);
    Collections.shuffle(shuffled, new Random(2));
    for (int workers : new int[] {1, 2, 3, 7, 41, 50}) {
      int[][] first = EpochShares.of(cases, workers);
      int[][] second = EpochShares.of(shuffled, workers);
      assertEquals(workers, first.length);
      int[] all = Arrays.stream(first).flatMapToInt(Arrays::stream).sorted().toArray();
      assertArrayEquals(IntStream.range(0, 41).toArray(), all);
      int least = Arrays.stream(first).mapToInt(share -> share.length).min().getAsInt();
      int most = Arrays.stream(first).mapToInt(share -> share.length).max().getAsInt();
      assertTrue(most - least <= 1, least + " to " + most);
      assertEquals(most, first[0].length);
      if (workers == 2) {
        List<String> before = Arrays.stream(first[0]).mapToObj(cases::get).toList();
        long kept =
            Arrays.stream(second[0]).mapToObj(shuffled::get).filter(before::contains).count();
        assertTrue(kept >= 15, kept + " of " + before.size());
      }
    }
  }

  @Test
  void outerUpdateIsTheMeanOrNesterovs() {
    float[] values = {1, 2};
    OuterUpdate.AVERAGE.apply(values, new float[] {0.5f, -1}, new float[0]);
    assertArrayEquals(new float[] {1.5f, 1}, values);
    float[] moving = {1, 0};
    new OuterUpdate(0.5, 0.8).apply(values, new float[] {1, 0}, moving);
    assertArrayEquals(new float[] {1.8f, 0}, moving, 1e-6f);
    assertArrayEquals(new float[] {(float) (1.5 + 0.5 * (1 + 0.8 * 1.8)), 1}, values, 1e-6f);
  }

  @Test
  void roundsAreAsLongAsTheirTimesSay() {
    RoundLength asked = new RoundLength(7);
    asked.add(round(7, 100, 1));
    assertEquals(7, asked.next(100));
    RoundLength measured = new RoundLength(0);
    int first = measured.next(100);
    measured.add(round(first, 60, 2)); // opens data: not looked at
    assertEquals(first, measured.next(100));
    measured.add(round(4, 2.8, 0.8)); // 0.2 s a step, 2 s of averaging: 90 steps
    assertEquals(90, measured.next(90));
    assertEquals(100, measured.next(100), "not 90 and 10");
    assertEquals(100, measured.next(200));
    assertEquals(20, measured.next(20));
  }

  private static TrainingRound round(int steps, double seconds, double stepSeconds) {
    return new TrainingRound(1, 2, 2 * steps, steps, stepSeconds, 0, seconds, 100, 50);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new AveragingSettings(-1, OuterUpdate.AVERAGE, ValueFormat.FLOAT32));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AveragingSettings(1, OuterUpdate.NESTEROV, ValueFormat.FLOAT32));
    assertThrows(IllegalArgumentException.class, () -> new OuterUpdate(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new OuterUpdate(1, 1));
  }
}
