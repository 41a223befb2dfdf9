package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.dataset.Case;
import io.firenet.dataset.Target;
import io.firenet.dataset.WholeImageCase;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrataTests {

  private record Answered(String id, String subject, Target target) implements WholeImageCase {
    @Override
    public Volume image() {
      throw new AssertionError("a split needs no image");
    }
  }

  private static Case of(int number, int index) {
    String id = "case%03d".formatted(number);
    return new Answered(id, id, new Target.Category(index));
  }

  /** So many cases of each class, their ids mixed. */
  private static List<Case> cases(int... counts) {
    List<Integer> classes = new ArrayList<>();
    for (int index = 0; index < counts.length; index++) {
      classes.addAll(Collections.nCopies(counts[index], index));
    }
    Collections.shuffle(classes, new Random(3));
    return IntStream.range(0, classes.size()).mapToObj(i -> of(i, classes.get(i))).toList();
  }

  private static Strata strata(List<Case> cases) throws IOException {
    return Strata.of(new FakeDataset(cases));
  }

  /** How many of some cases are of each class. */
  private static List<Integer> counts(List<String> ids, List<Case> cases, int classes)
      throws IOException {
    int[] counts = new int[classes];
    for (Case one : cases) {
      if (ids.contains(one.id())) {
        counts[((Target.Category) one.target()).index()]++;
      }
    }
    return IntStream.of(counts).boxed().toList();
  }

  @Test
  void eachClassHasItsShareOfBothSides() throws IOException {
    List<Case> cases = cases(30, 15, 5);
    for (long seed = 0; seed < 50; seed++) {
      Split split = Split.draw(strata(cases), 0.2, seed);
      assertEquals(List.of(6, 3, 1), counts(split.validation(), cases, 3));
      assertEquals(List.of(24, 12, 4), counts(split.training(), cases, 3));
    }
  }

  @Test
  void aRareClassTrainsRatherThanValidates() throws IOException {
    List<Case> cases = cases(12, 1, 1);
    for (long seed = 0; seed < 50; seed++) {
      Split split = Split.draw(strata(cases), 0.5, seed);
      assertEquals(List.of(7, 0, 0), counts(split.validation(), cases, 3));
    }
  }

  @Test
  void sharesThatAreNoWholeNumbersAddUp() throws IOException {
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      int[] sizes = random.ints(4, 1, 9).toArray();
      List<Case> cases = cases(sizes);
      double share = 0.05 + 0.9 * random.nextDouble();
      Split plain = Split.draw(cases, share, i);
      Split split = Split.draw(strata(cases), share, i);
      assertEquals(plain.validation().size(), split.validation().size());
      assertEquals(cases.size(), split.validation().size() + split.training().size());
    }
  }

  @Test
  void foldsHaveEachClassAlike() throws IOException {
    List<Case> cases = cases(17, 8, 3);
    Folds folds = Folds.draw(strata(cases), 5, 4);
    List<String> all = new ArrayList<>();
    for (Split split : folds.splits()) {
      List<Integer> counts = counts(split.validation(), cases, 3);
      assertTrue(counts.get(0) == 3 || counts.get(0) == 4, counts::toString);
      assertTrue(counts.get(1) == 1 || counts.get(1) == 2, counts::toString);
      assertTrue(counts.get(2) <= 1, counts::toString);
      int size = split.validation().size();
      assertTrue(size == 5 || size == 6, counts::toString);
      all.addAll(split.validation());
    }
    assertEquals(cases.stream().map(Case::id).toList(), all.stream().sorted().toList());
  }

  @Test
  void aSubjectStaysOnOneSideAndHasTheClassOfMostOfItsCases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      for (int visit = 0; visit < 3; visit++) {
        int index = visit == 0 ? 1 - i % 2 : i % 2;
        cases.add(new Answered(i + "-" + visit, "p" + i, new Target.Category(index)));
      }
    }
    Split split = Split.draw(strata(cases), 0.2, 2);
    assertEquals(24, split.validation().size());
    List<String> second = split.validation().stream().filter(id -> id.endsWith("-2")).toList();
    assertEquals(List.of(4, 4), counts(second, cases, 2));
  }

  @Test
  void theOrderOfCasesDoesNotMatterAndTheSeedDoes() throws IOException {
    List<Case> shuffled = new ArrayList<>(cases(20, 10));
    Collections.shuffle(shuffled, new Random(1));
    Split split = Split.draw(strata(cases(20, 10)), 0.3, 7);
    assertEquals(split, Split.draw(strata(shuffled), 0.3, 7));
    assertNotEquals(split.validation(), Split.draw(strata(shuffled), 0.3, 8).validation());
  }

  @Test
  void whatHasNoClassIsDrawnAsInEarlierReleases() throws IOException {
    List<Case> cases =
        IntStream.range(0, 8)
            .mapToObj(i -> (Case) FakeCase.sound("phantom_%03d".formatted(i)))
            .toList();
    Split split = Split.draw(strata(cases), 0.2, 1);
    assertEquals(List.of("phantom_000", "phantom_005"), split.validation());
    List<Case> measured = new ArrayList<>(cases(4));
    measured.add(new Answered("value", "value", new Target.Values(List.of(1.0))));
    assertEquals(Optional.empty(), strata(measured).by());
  }

  @Test
  void aFileSaysHowItsSplitWasDrawn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("splits.json");
    Split split = Split.draw(strata(cases(6, 6)), 0.3, 11);
    split.write(file);
    assertEquals(split, Split.read(file, 0));
    assertEquals(Optional.of(new Split.Draw(11, Optional.of("class"))), split.drawn());
    assertTrue(Files.readString(file).contains("\"stratifiedBy\""), Files.readString(file));
    Split.draw(cases(6, 6), 0.3, 11).write(file);
    assertEquals(Optional.of(new Split.Draw(11, Optional.empty())), Split.read(file, 0).drawn());
    Files.writeString(file, "[{\"train\": [\"a\"], \"val\": [\"b\"]}]"); // an earlier release's
    assertEquals(Optional.empty(), Split.read(file, 0).drawn());
  }

  @Test
  void groupsThatAreNotThereAreRefused() throws IOException {
    FakeDataset plain = new FakeDataset(List.of(FakeCase.sound("a"), FakeCase.sound("b")));
    assertEquals(Optional.empty(), Strata.named(Optional.empty(), plain).by());
    for (String by : List.of("class", "site")) {
      var e =
          assertThrows(IllegalArgumentException.class, () -> Strata.named(Optional.of(by), plain));
      assertTrue(e.getMessage().contains("'" + by + "'"), e.getMessage());
    }
  }
}
