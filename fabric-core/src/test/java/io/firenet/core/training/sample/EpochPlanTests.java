package io.firenet.core.training.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.core.data.Split;
import io.firenet.core.training.FireNetOf;
import io.firenet.core.training.run.Sampling;
import io.firenet.dataset.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EpochPlanTests {

  private static final List<TrainingDataset> DATASETS =
      List.of(dataset("a", 7), dataset("b", 3), dataset("c", 1));

  @Test
  void balancedRepeatsTheSmallerAsOftenAsTheLargestHasCases() {
    Map<String, Integer> counts = counts(Sampling.BALANCED, 0, 1, 1);
    assertEquals(7, total(counts, "a"));
    assertEquals(7, total(counts, "b"));
    assertEquals(7, counts.get("c0"));
    assertTrue(counts.values().stream().allMatch(n -> n >= 1), counts::toString);
    assertEquals(1, counts.get("a3"));
  }

  @Test
  void proportionalTakesEveryCaseOnce() {
    Map<String, Integer> counts = counts(Sampling.PROPORTIONAL, 0, 1, 1);
    assertEquals(11, counts.size());
    assertTrue(counts.values().stream().allMatch(n -> n == 1), counts::toString);
  }

  @Test
  void uniformGivesEachDatasetItsShareOnAverage() {
    Map<String, Integer> counts = counts(Sampling.UNIFORM, 0, 1, 200); // 200 · 21 steps
    for (String dataset : List.of("a", "b", "c")) {
      assertEquals(1400, total(counts, dataset), 120, counts::toString); // 4 standard deviations
    }
    assertEquals(200, counts.get("a0"), 60, counts::toString);
  }

  @Test
  void shortEpochsComeToEveryCaseInTurn() {
    Map<String, Integer> balanced = counts(Sampling.BALANCED, 5, 1, 21); // 105 steps, 35 each
    assertEquals(35, balanced.get("c0"));
    assertTrue(IntStream.range(0, 7).allMatch(i -> balanced.get("a" + i) == 5), balanced::toString);
    Map<String, Integer> proportional = counts(Sampling.PROPORTIONAL, 5, 1, 11);
    assertTrue(proportional.values().stream().allMatch(n -> n == 5), proportional::toString);
  }

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void samePlanForTheSameEpochAndAnotherForAnother(Sampling sampling) {
    List<String> first = ids(sampling, 0, 1);
    assertEquals(first, ids(sampling, 0, 1));
    assertNotEquals(first, ids(sampling, 0, 2));
    long seeds =
        EpochPlan.draw(DATASETS, sampling, 50, 3, 1).steps().stream()
            .map(EpochPlan.Step::seed)
            .distinct()
            .count();
    assertEquals(50, seeds);
  }

  private static List<String> ids(Sampling sampling, int stepsPerEpoch, int epoch) {
    return EpochPlan.draw(DATASETS, sampling, stepsPerEpoch, 3, epoch).steps().stream()
        .map(step -> step.trained().id())
        .toList();
  }

  private static Map<String, Integer> counts(
      Sampling sampling, int stepsPerEpoch, int first, int last) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int epoch = first; epoch <= last; epoch++) {
      ids(sampling, stepsPerEpoch, epoch).forEach(id -> counts.merge(id, 1, Integer::sum));
    }
    return counts;
  }

  private static int total(Map<String, Integer> counts, String prefix) {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static TrainingDataset dataset(String prefix, int count) {
    List<Case> cases = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> cases.add(FakeCase.sound(prefix + i)));
    List<String> ids = cases.stream().map(Case::id).toList();
    return new TrainingDataset(
        new FakeDataset(cases),
        FireNetOf.segmenting(new FakeDataset(List.of()).descriptor()),
        new Split(ids, List.of()),
        List.of(),
        "",
        List.of());
  }
}
