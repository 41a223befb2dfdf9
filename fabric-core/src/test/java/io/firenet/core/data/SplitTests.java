package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.dataset.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTests {

  @Test
  void aFifthOfTheCasesValidates() {
    Split split = Split.draw(cases(208, 1), 0.2, 1);
    assertEquals(166, split.training().size());
    assertEquals(42, split.validation().size());
    Set<String> all = new HashSet<>(split.training());
    all.addAll(split.validation());
    assertEquals(208, all.size());
  }

  @Test
  void theOrderOfTheCasesDoesNotMatterAndTheSeedDoes() {
    List<Case> shuffled = new ArrayList<>(cases(60, 2));
    Collections.shuffle(shuffled, new Random(5));
    Split split = Split.draw(cases(60, 2), 0.2, 7);
    assertEquals(split, Split.draw(shuffled, 0.2, 7));
    assertNotEquals(split, Split.draw(shuffled, 0.2, 8));
  }

  @Test
  void everySubjectIsDrawnEquallyOften() {
    List<Case> cases = cases(5, 1);
    int[] drawn = new int[5];
    for (int seed = 0; seed < 5000; seed++) {
      for (String id : Split.draw(cases, 0.2, seed).validation()) {
        drawn[Integer.parseInt(id.substring(1))]++;
      }
    }
    for (int count : drawn) {
      assertEquals(1000, count, 150); // five standard deviations
    }
  }

  @Test
  void aSubjectStaysOnOneSide() {
    List<Case> cases = cases(40, 4);
    Split split = Split.draw(cases, 0.25, 3);
    Set<String> training = subjects(split.trainingCases(cases));
    Set<String> validation = subjects(split.validationCases(cases));
    assertTrue(Collections.disjoint(training, validation));
    assertEquals(10, training.size() + validation.size());
  }

  @Test
  void bothSidesHaveACaseFromTwoSubjectsOn() {
    assertEquals(1, Split.draw(cases(2, 1), 0.01, 1).validation().size());
    assertEquals(1, Split.draw(cases(2, 1), 0.99, 1).training().size());
    assertEquals(List.of(), Split.draw(cases(3, 3), 0.5, 1).validation());
  }

  @Test
  void noneValidatesOfAFractionOfZero() {
    Split split = Split.draw(cases(5, 1), 0, 1);
    assertEquals(List.of(), split.validation());
    assertEquals(5, split.training().size());
  }

  @Test
  void aFractionOutsideZeroToOneIsRefused() {
    for (double wrong : new double[] {1, -0.2, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Split.draw(cases(5, 1), wrong, 1));
    }
  }

  @Test
  void anIdOnBothSidesIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new Split(List.of("a", "b"), List.of("c", "a")));
    assertTrue(e.getMessage().contains("'a'"), e.getMessage());
  }

  @Test
  void aSplitReadsAsItWasWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/splits_final.json");
    Split split = Split.draw(cases(10, 1), 0.2, 1);
    split.write(file);
    assertEquals(split, Split.read(file, 0));
    try (var left = Files.list(file.getParent())) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void nnUnetsFoldsAreRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("splits_final.json");
    Files.writeString(
        file, "[{\"train\": [\"a\"], \"val\": [\"b\"]}, {\"train\": [\"b\"], \"val\": [\"a\"]}]");
    assertEquals(new Split(List.of("b"), List.of("a")), Split.read(file, 1));
    var e = assertThrows(IOException.class, () -> Split.read(file, 2));
    assertTrue(e.getMessage().contains("holds 2 folds"), e.getMessage());
  }

  @Test
  void filesThatAreNoSplitAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("splits_final.json");
    for (String wrong :
        List.of("", "{}", "[1]", "[{\"train\": []}]", "[{\"train\": [1], \"val\": []}]")) {
      Files.writeString(file, wrong);
      var e = assertThrows(IOException.class, () -> Split.read(file, 0), wrong);
      assertTrue(e.getMessage().startsWith(file + " is no list of splits"), e.getMessage());
    }
  }

  @Test
  void aCaseThatTheDatasetLacksIsNamed() {
    Split split = new Split(List.of("c0"), List.of("lost"));
    var e = assertThrows(IllegalArgumentException.class, () -> split.validationCases(cases(3, 1)));
    assertTrue(e.getMessage().contains("'lost'"), e.getMessage());
  }

  private static Set<String> subjects(List<Case> cases) {
    return cases.stream().map(Case::subject).collect(Collectors.toSet());
  }

  private static List<Case> cases(int count, int perSubject) {
    return IntStream.range(0, count)
        .<Case>mapToObj(
            i ->
                new FakeCase(
                    "c" + i, "s" + i / perSubject, FakeDataset::image, FakeDataset::labelMap))
        .toList();
  }
}
