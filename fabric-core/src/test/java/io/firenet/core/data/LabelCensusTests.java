package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.dataset.Case;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCensusTests {

  private static final ProgressListener UNHEARD = (done, total, id) -> {};

  private static FakeCase with(String id, int label, int ignored) {
    return FakeCase.sound(id)
        .withLabels(
            () -> {
              short[] data = new short[(int) FakeDataset.GRID.size().voxels()];
              Arrays.fill(data, 0, ignored, LabelMap.IGNORED);
              data[data.length - 1] = (short) label;
              return new LabelMap(FakeDataset.GRID, data);
            });
  }

  private static LabelCensus census(Case... cases) throws InterruptedException {
    return LabelCensus.of(new FakeDataset(List.of(cases)), UNHEARD);
  }

  @Test
  void nothingIsOddAboutCasesThatHaveAllLabels() throws Exception {
    LabelCensus census = census(FakeCase.sound("a"), FakeCase.sound("b"));
    assertEquals(List.of(), census.findings());
    assertEquals(List.of(), census.findings(new Split(List.of("a"), List.of("b"))));
  }

  @Test
  void tellsOfLabelsThatNoCaseHasAndOfIgnoredVoxels() throws Exception {
    assertEquals(
        List.of(
            "no case has posterior",
            "30 of 240 voxels (12.5 %) are to be ignored, in 1 of 2 cases"),
        census(with("a", 1, 30), with("b", 1, 0)).findings());
  }

  @Test
  void tellsOfLabelsThatAreMissingOnOneSideOfASplit() throws Exception {
    LabelCensus census = census(with("a", 1, 0), with("b", 0, 0), with("c", 2, 0));
    assertEquals(
        List.of(
            "no case to train on has posterior, so it cannot be learnt",
            "1 of 2 cases to train on have no foreground: b",
            "no case to validate on has anterior, so it is not validated"),
        census.findings(new Split(List.of("a", "b"), List.of("c"))));
  }

  @Test
  void whatCannotBeReadIsLeftToTraining() throws Exception {
    Case broken =
        FakeCase.sound("b")
            .withLabels(
                () -> {
                  throw new IOException("broken");
                });
    assertEquals(1, census(FakeCase.sound("a"), broken).cases().size());
  }
}
