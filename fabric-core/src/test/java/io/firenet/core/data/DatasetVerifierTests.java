package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.core.FakeDataset.FileCase;
import io.firenet.core.data.Problem.Severity;
import io.firenet.dataset.Case;
import io.firenet.dataset.Target;
import io.firenet.dataset.WholeImageCase;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetVerifierTests {

  @Test
  void soundCasesHaveNoProblem() throws Exception {
    assertEquals(List.of(), verify(FakeCase.sound("a"), FakeCase.sound("b")));
  }

  @Test
  void everyProblemOfEveryCaseIsListedInOrder() throws Exception {
    Case unreadable =
        FakeCase.sound("broken")
            .withImage(
                () -> {
                  throw new IOException("unexpected end");
                })
            .withLabels(labels(d -> put(d, 3, 7)));
    Case empty = FakeCase.sound("empty").withLabels(labels(d -> new short[d.length]));

    List<Problem> found = verify(unreadable, FakeCase.sound("good"), empty);

    assertEquals(3, found.size(), found::toString);
    assertProblem("broken", Severity.ERROR, "the image cannot be read: unexpected end", found, 0);
    assertProblem("broken", Severity.ERROR, "also has 7 (1 voxels)", found, 1);
    assertProblem("empty", Severity.WARNING, "all voxels are background", found, 2);
  }

  @Test
  void targetsThatAreNotDeclaredAreErrors() throws Exception {
    Case beyond = WholeImage.of(new Target.Category(3));
    assertOnly(
        "the class must be 0 to 2 of [background, anterior, posterior], it is 3", verify(beyond));
    Case measured = WholeImage.of(new Target.Values(List.of(1.0)));
    assertOnly("the values must be 0 numbers", verify(measured));
    assertEquals(List.of(), verify(WholeImage.of(new Target.Category(2))));
  }

  private record WholeImage(String id, Target target) implements WholeImageCase {
    static Case of(Target target) {
      return new WholeImage("whole", target);
    }

    @Override
    public Volume image() {
      return FakeDataset.image();
    }
  }

  @Test
  void aPluginsRuntimeExceptionIsAProblemOfItsCase() throws Exception {
    Case broken =
        FakeCase.sound("broken")
            .withLabels(
                () -> {
                  throw new ArithmeticException();
                });
    assertOnly("the labels cannot be read: java.lang.ArithmeticException", verify(broken));
  }

  @Test
  void anotherShapeIsOneProblemThoughTheAffineDiffersToo() throws Exception {
    ImageGeometry other = new ImageGeometry(new GridSize(4, 5, 7), Affine.scaling(2, 2, 2));
    short[] data = new short[140];
    data[9] = 1;
    Case c = FakeCase.sound("a").withLabels(() -> new LabelMap(other, data));
    assertOnly("grid of 4×5×6 voxels, theirs has 4×5×7", verify(c));
  }

  @Test
  void anAffineMayDifferByRoundingOnly() throws Exception {
    assertEquals(List.of(), verify(withLabelAffine(1 + 5e-4)));
    assertOnly("differ by up to 0.01000 mm", verify(withLabelAffine(1.01)));
  }

  @Test
  void insaneSpacingIsOneProblemOfTheImage() throws Exception {
    ImageGeometry metres =
        new ImageGeometry(FakeDataset.GRID.size(), Affine.scaling(0.001, 0.0015, 0.002));
    Case c = FakeCase.sound("a").withImage(() -> new Volume(metres, 1, FakeDataset.image().data()));
    assertOnly("a voxel's sides should be 0.01 to 100.0 mm, they are [0.002, 0.0015", verify(c));
  }

  @Test
  void voxelsThatAreNotFiniteAreCountedAndPlaced() throws Exception {
    Case c =
        FakeCase.sound("a")
            .withImage(
                () -> {
                  Volume image = FakeDataset.image();
                  image.data()[6 * 5 * 2 + 6 + 3] = Float.NaN;
                  image.data()[119] = Float.POSITIVE_INFINITY;
                  return image;
                });
    assertOnly("not finite, the first is NaN at voxel (i,j,k) = (3, 1, 2)", verify(c));
  }

  @Test
  void aChannelWithoutInformationIsAnError() throws Exception {
    Case c =
        FakeCase.sound("a")
            .withImage(
                () -> {
                  Volume image = FakeDataset.image();
                  Arrays.fill(image.data(), -1024);
                  return image;
                });
    assertOnly("channel 0 is -1024.0 everywhere, it has no information", verify(c));
  }

  private static float[] counting(int values) {
    float[] counting = new float[values];
    for (int i = 0; i < values; i++) {
      counting[i] = i;
    }
    return counting;
  }

  @Test
  void channelsAreCounted() throws Exception {
    Case c = FakeCase.sound("a").withImage(() -> new Volume(FakeDataset.GRID, 2, counting(240)));
    assertOnly("declares 1 channels [MRI], the image has 2", verify(c));
  }

  @Test
  void missingFilesAreNamed(@TempDir Path folder) throws Exception {
    Path image = Files.createFile(folder.resolve("a.nii.gz"));
    Path gone = folder.resolve("gone.nii.gz");

    List<Problem> found = verify(new FileCase("a", image, gone), new FileCase("b", folder, image));

    assertEquals(2, found.size(), found::toString);
    assertProblem("a", Severity.ERROR, "the file is missing", found, 0);
    assertEquals(gone, found.get(0).file());
    assertProblem("b", Severity.ERROR, "this is a folder", found, 1);
  }

  @Test
  void repeatedIdsAreNamed() throws Exception {
    assertOnly("two cases have this id", verify(FakeCase.sound("a"), FakeCase.sound("a")));
  }

  @Test
  void progressCountsEachCaseOnce() throws Exception {
    List<Case> cases = IntStream.range(0, 50).<Case>mapToObj(i -> FakeCase.sound("c" + i)).toList();
    List<Integer> counts = new ArrayList<>();
    new DatasetVerifier()
        .verify(
            new FakeDataset(cases),
            (done, total, id) -> {
              counts.add(done);
              assertEquals(50, total);
            });
    assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), counts);
  }

  private static Case withLabelAffine(double width) {
    ImageGeometry other = new ImageGeometry(FakeDataset.GRID.size(), Affine.scaling(width, 1.5, 2));
    return FakeCase.sound("a").withLabels(() -> new LabelMap(other, FakeDataset.labelMap().data()));
  }

  private static FakeDataset.Part<LabelMap> labels(UnaryOperator<short[]> change) {
    return () -> new LabelMap(FakeDataset.GRID, change.apply(FakeDataset.labelMap().data()));
  }

  private static short[] put(short[] data, int index, int value) {
    data[index] = (short) value;
    return data;
  }

  private static List<Problem> verify(Case... cases) throws InterruptedException {
    return new DatasetVerifier().verify(new FakeDataset(List.of(cases)), ProgressListener.NONE);
  }

  private static void assertOnly(String part, List<Problem> found) {
    assertEquals(1, found.size(), found::toString);
    assertProblem(found.get(0).caseId(), Severity.ERROR, part, found, 0);
  }

  private static void assertProblem(
      String caseId, Severity severity, String part, List<Problem> found, int index) {
    Problem problem = found.get(index);
    assertEquals(caseId, problem.caseId());
    assertEquals(severity, problem.severity());
    assertTrue(problem.message().contains(part), problem.message());
  }
}
