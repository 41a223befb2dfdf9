package io.firenet.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.FakeDataset;
import io.firenet.dataset.Case;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants faults in a copy of a real dataset: each must be found, and nothing else. */
class DatasetVerifierRealDataTests {

  @TempDir Path copy;
  private List<NiftiCase> cases;

  @BeforeEach
  void copyDataset() throws IOException {
    Path original = Path.of(System.getProperty("firenet.data", ""), "Task04_Hippocampus");
    assumeTrue(Files.isDirectory(original), "no hippocampus images at " + original);
    for (String part : List.of("imagesTr", "labelsTr")) {
      Files.createDirectory(copy.resolve(part));
      for (Path file : files(original.resolve(part))) {
        Files.copy(file, copy.resolve(part).resolve(file.getFileName()));
      }
    }
    cases =
        files(copy.resolve("imagesTr")).stream()
            .map(Path::getFileName)
            .map(
                name ->
                    new NiftiCase(
                        name.toString().replace(".nii.gz", ""),
                        copy.resolve("imagesTr").resolve(name),
                        copy.resolve("labelsTr").resolve(name)))
            .toList();
  }

  @Test
  void everyPlantedFaultIsFoundAndNothingElse() throws Exception {
    Map<Path, String> planted = new TreeMap<>();

    NiftiCase truncated = cases.get(3);
    byte[] bytes = Files.readAllBytes(truncated.image);
    Files.write(truncated.image, Arrays.copyOf(bytes, bytes.length / 2));
    planted.put(truncated.image, "the image cannot be read");

    NiftiCase reshaped = cases.get(20);
    rewriteLabels(reshaped, DatasetVerifierRealDataTests::withoutLastSlice);
    planted.put(reshaped.label, "grid");

    NiftiCase foreign = cases.get(21);
    rewriteLabels(
        foreign,
        labels -> {
          labels.data()[100] = 7;
          return labels;
        });
    planted.put(foreign.label, "also has 7 (1 voxels)");

    NiftiCase notFinite = cases.get(100);
    Volume image = notFinite.image();
    image.data()[1234] = Float.NaN;
    Nifti.write(notFinite.image, image);
    planted.put(notFinite.image, " voxels of channel 0 are not finite");

    NiftiCase missing = cases.get(150);
    Files.delete(missing.label);
    planted.put(missing.label, "the file is missing");

    NiftiCase shifted = cases.get(207);
    rewriteLabels(shifted, DatasetVerifierRealDataTests::shifted);
    planted.put(shifted.label, "must have the image's affine");

    List<Problem> found =
        new DatasetVerifier().verify(new FakeDataset(List.copyOf(cases)), ProgressListener.NONE);

    Map<Path, Problem> byFile =
        found.stream()
            .collect(
                Collectors.toMap(
                    Problem::file,
                    Function.identity(),
                    (a, b) -> {
                      throw new AssertionError("one file twice: " + a + " and " + b);
                    },
                    TreeMap::new));
    assertEquals(planted.keySet(), byFile.keySet(), found::toString);
    planted.forEach(
        (file, part) -> {
          Problem problem = byFile.get(file);
          assertTrue(problem.message().contains(part), problem::toString);
          assertEquals(Problem.Severity.ERROR, problem.severity());
        });
  }

  private static void rewriteLabels(NiftiCase one, Function<LabelMap, LabelMap> change)
      throws IOException {
    Nifti.write(one.label, change.apply(one.labels()));
  }

  private static LabelMap withoutLastSlice(LabelMap labels) {
    GridSize size = labels.size();
    GridSize smaller = new GridSize(size.depth() - 1, size.height(), size.width());
    return new LabelMap(
        new ImageGeometry(smaller, labels.geometry().voxelToWorld()),
        Arrays.copyOf(labels.data(), (int) smaller.voxels()));
  }

  private static LabelMap shifted(LabelMap labels) {
    double[] affine = labels.geometry().voxelToWorld().toArray();
    affine[3] += 5;
    return new LabelMap(new ImageGeometry(labels.size(), Affine.of(affine)), labels.data());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".nii.gz")).sorted().toList();
    }
  }

  private static final class NiftiCase implements Case {
    private final String id;
    private final Path image;
    private final Path label;

    NiftiCase(String id, Path image, Path label) {
      this.id = id;
      this.image = image;
      this.label = label;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Volume image() throws IOException {
      return Nifti.readVolume(image);
    }

    @Override
    public LabelMap labels() throws IOException {
      return Nifti.readLabels(label);
    }

    @Override
    public Optional<Path> imageFile() {
      return Optional.of(image);
    }

    @Override
    public Optional<Path> labelFile() {
      return Optional.of(label);
    }
  }
}
