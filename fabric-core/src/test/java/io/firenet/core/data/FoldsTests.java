package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
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

class FoldsTests {

  @TempDir Path folder;

  private record Visit(String id, String subject) implements Case {
    @Override
    public Volume image() {
      throw new AssertionError("a split needs no image");
    }

    @Override
    public LabelMap labels() {
      throw new AssertionError("a split needs no labels");
    }
  }

  /** 23 cases of 11 subjects. */
  private static List<Case> cases() {
    return IntStream.range(0, 23)
        .mapToObj(i -> (Case) new Visit("case" + i, "subject" + i % 11))
        .toList();
  }

  private static Set<String> subjects(List<String> ids) {
    return cases().stream()
        .filter(one -> ids.contains(one.id()))
        .map(Case::subject)
        .collect(Collectors.toSet());
  }

  @Test
  void everySubjectValidatesInOneFoldAndTrainsInTheOthers() {
    Folds folds = Folds.draw(cases(), 3, 7);
    List<String> validated = new ArrayList<>();
    for (Split split : folds.splits()) {
      validated.addAll(split.validation());
      assertEquals(23, split.training().size() + split.validation().size());
      assertTrue(Collections.disjoint(subjects(split.training()), subjects(split.validation())));
      int count = subjects(split.validation()).size();
      assertTrue(count == 3 || count == 4, "subjects in a fold: " + count);
    }
    assertEquals(23, validated.size());
    assertEquals(23, new HashSet<>(validated).size());
  }

  @Test
  void aDrawDependsOnTheSeedAndNotOnTheOrderOfCases() {
    List<Case> shuffled = new ArrayList<>(cases());
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(Folds.draw(cases(), 5, 7), Folds.draw(shuffled, 5, 7));
    assertNotEquals(Folds.draw(cases(), 5, 7), Folds.draw(cases(), 5, 8));
  }

  @Test
  void fewSubjectsLeaveTheLastFoldsWithoutValidation() {
    Folds two = Folds.draw(List.of(new Visit("a", "x"), new Visit("b", "y")), 3, 1);
    assertEquals(
        List.of(1, 1, 0), two.splits().stream().map(split -> split.validation().size()).toList());
    Folds one = Folds.draw(List.of(new Visit("a", "x"), new Visit("b", "x")), 3, 1);
    one.splits().forEach(split -> assertEquals(List.of("a", "b"), split.training()));
  }

  @Test
  void foldsSurviveTheRoundTrip() throws IOException {
    Folds folds = Folds.draw(cases(), 4, 3);
    Path file = folder.resolve("splits_final.json");
    folds.write(file);
    assertEquals(folds, Folds.read(file));
  }

  @Test
  void aFileOfAnotherProgramIsRead() throws IOException {
    Path file = folder.resolve("splits_final.json");
    Files.writeString(
        file,
        """
        [{"train": ["case1", "case2"], "val": ["case0"]},
         {"val": ["case1"], "train": ["case0"], "comment": "as somebody likes it"}]
        """);
    Folds folds = Folds.read(file);
    assertEquals(2, folds.count());
    assertEquals(new Split(List.of("case0"), List.of("case1")), folds.fold(2));
    Folds.checkKnown(folds.fold(1), cases(), "demo", file);
  }

  @Test
  void unknownCasesAreToldInOneLine() {
    Split split = new Split(List.of("case1", "case99"), List.of("other"));
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Folds.checkKnown(split, cases(), "demo", Path.of("s.json")));
    assertEquals(
        "s.json names 2 cases that dataset demo lacks, the first is 'case99'; it has 23, such as"
            + " 'case0'",
        error.getMessage());
  }

  @Test
  void aFileThatIsNoListOfSplitsIsRefused() throws IOException {
    Path file = folder.resolve("splits_final.json");
    for (String wrong :
        List.of("{}", "[]", "[{\"train\": []}]", "[{\"train\": [1], \"val\": []}]", "[1]", "x")) {
      Files.writeString(file, wrong);
      var error = assertThrows(IOException.class, () -> Folds.read(file), wrong);
      assertTrue(error.getMessage().startsWith(file + " is no list of splits"), wrong);
    }
  }

  @Test
  void aFoldIsReadFromText() {
    assertEquals(new Fold(2, 5), Fold.parse("2/5"));
    assertEquals("2/5", Fold.parse("2/5").toString());
    for (String wrong : List.of("0/5", "6/5", "1/1", "5", "a/b", "-1/5", "")) {
      var error = assertThrows(IllegalArgumentException.class, () -> Fold.parse(wrong), wrong);
      assertTrue(error.getMessage().contains("'" + wrong + "'"), error.getMessage());
    }
  }
}
