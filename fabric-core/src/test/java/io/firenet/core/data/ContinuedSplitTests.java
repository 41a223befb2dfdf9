package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.dataset.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuedSplitTests {

  private static final Split BEFORE =
      new Split(
          List.of("a1", "b1", "c1"),
          List.of("d1"),
          Optional.of(new Split.Draw(1, Optional.empty())));

  @TempDir Path folder;

  /** Cases whose subject is their first letter. */
  private static List<Case> cases(String... ids) {
    List<Case> cases = new ArrayList<>();
    for (String id : ids) {
      cases.add(new FakeCase(id, id.substring(0, 1), FakeDataset::image, FakeDataset::labelMap));
    }
    return cases;
  }

  private static ContinuedSplit with(String... ids) throws Exception {
    return ContinuedSplit.of(BEFORE, cases(ids), strata -> Split.draw(strata, 0.25, 1));
  }

  @Test
  void theSameCasesAreTheSameSplit() throws Exception {
    assertSame(BEFORE, with("d1", "c1", "b1", "a1").now());
  }

  @Test
  void newCasesGoToTheirSubjectsSideAndNewSubjectsAreDrawn() throws Exception {
    ContinuedSplit split = with("a1", "a2", "b1", "c1", "d1", "d2", "e1", "e2");
    assertEquals(List.of("a1", "a2", "b1", "c1", "e1", "e2"), split.now().training());
    assertEquals(List.of("d1", "d2"), split.now().validation());
    assertEquals(
        "cases that keep their side: 4 of 4, new ones: 3 to train on and 1 to validate on",
        split.describe());
    assertEquals(Optional.empty(), split.moved());
    ContinuedSplit many = with("a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1");
    assertEquals(6, many.now().training().size());
    assertEquals(2, many.now().validation().size());
    Path file = folder.resolve("split.json");
    many.now().write(file);
    assertEquals(many.now(), Split.read(file, 0));
  }

  @Test
  void casesThatAreGoneAreLeftOutAndNamed() throws Exception {
    ContinuedSplit split = with("a1", "c1", "d1");
    assertEquals(new Split(List.of("a1", "c1"), List.of("d1")), split.now());
    assertEquals(
        "cases that keep their side: 3 of 4, gone and left out: 1, the first is b1",
        split.describe());
  }

  @Test
  void aLoneNewSubjectValidatesWhereNobodyElseDoes() throws Exception {
    assertEquals(new Split(List.of("a1"), List.of("e1", "e2")), with("a1", "e1", "e2").now());
  }

  @Test
  void newSubjectsTrainWhereNoneWasToValidate() throws Exception {
    Split all = new Split(List.of("a1", "b1"), List.of());
    for (List<String> ids : List.of(List.of("a1", "b1", "e1"), List.of("a1", "b1", "e1", "f1"))) {
      ContinuedSplit split =
          ContinuedSplit.of(
              all, cases(ids.toArray(String[]::new)), strata -> Split.draw(strata, 0, 1));
      assertEquals(new Split(ids, List.of()), split.now());
    }
  }

  @Test
  void aSubjectOnBothSidesTrains() throws Exception {
    Split both = new Split(List.of("a1"), List.of("a2"));
    ContinuedSplit split =
        ContinuedSplit.of(both, cases("a1", "a2", "a3"), strata -> Split.draw(strata, 0.25, 1));
    assertEquals(new Split(List.of("a1", "a3"), List.of("a2")), split.now());
  }
}
