package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import io.firenet.format.ImageFormats;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images in folders that describe themselves, and in other layouts. */
class RealLayoutTests {

  @TempDir Path temporary;

  private static Path real(String folder) {
    Path path = Path.of(System.getProperty("firenet.data"), folder);
    assumeTrue(Files.isDirectory(path), "no real images at " + path);
    return path;
  }

  private static Dataset open(Path folder) throws IOException {
    DatasetSource source = DatasetSource.of(folder);
    return DeclaredDataset.ofFolder("mine", source).open(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bones_Spine | 4 | 10 | research use",
        "Bones_Hip | 6 | 5 | images CC BY 3.0; masks without a stated licence",
        "Bones_Knee | 1 | 6 | CC BY-NC 4.0",
        "Prostate_T2 | 4 | 3 | CC BY 4.0",
        "Task01_BrainTumour | 2 | 4 | Apache-2.0 repository, TCIA data",
        "Task04_Hippocampus | 208 | 3 | CC-BY-SA 4.0",
        "Task06_Lung | 100 | 2 | CC BY 3.0"
      })
  void aFolderSaysWhatItIs(String folder, int cases, int labels, String licence)
      throws IOException {
    Dataset dataset = open(real(folder));
    assertEquals(cases, dataset.cases().size());
    assertEquals(labels, dataset.descriptor().labels().size());
    assertEquals(licence, dataset.descriptor().licence());
    assertFalse(dataset.descriptor().citation().isBlank());
    Case first = dataset.cases().get(0);
    assertEquals(dataset.descriptor().channels().size(), first.image().channels());
    assertEquals(first.image().size(), first.labels().size());
  }

  /** Prostate in T2 and ADC, as the Decathlon has it, and as nnU-Net's two versions have it. */
  @Test
  void theSameCaseIsTheSameArrayAfterPreprocessing() throws IOException {
    Path decathlon = real("Task05_Prostate");
    Case before = open(decathlon).cases().get(0);
    Volume image = before.image();
    Path labels = before.labelFile().orElseThrow();
    Preprocessor preprocessor = new Preprocessor(new PreprocessingPlan(2, 180));
    Volume expected = preprocessor.image(image);
    LabelMap expectedLabels = preprocessor.labels(before.labels());
    for (String version : new String[] {"v1", "v2"}) {
      Path raw = temporary.resolve(version);
      Files.createDirectories(raw.resolve("imagesTr"));
      int voxels = (int) image.size().voxels();
      for (int channel = 0; channel < 2; channel++) {
        float[] one = Arrays.copyOfRange(image.data(), channel * voxels, (channel + 1) * voxels);
        ImageFormats.write(
            raw.resolve("imagesTr/%s_%04d.nii.gz".formatted(before.id(), channel)),
            new Volume(image.geometry(), 1, one));
      }
      Files.createDirectories(raw.resolve("labelsTr"));
      Files.copy(labels, raw.resolve("labelsTr").resolve(before.id() + ".nii.gz"));
      if (version.equals("v1")) {
        Files.copy(decathlon.resolve("dataset.json"), raw.resolve("dataset.json"));
      } else {
        Files.writeString(
            raw.resolve("dataset.json"),
            """
            {"channel_names": {"0": "T2", "1": "ADC"}, "labels": {"background": 0, "PZ": 1,
             "TZ": 2}, "numTraining": 1, "file_ending": ".nii.gz"}
            """);
      }
      Dataset dataset = open(raw);
      assertEquals(open(decathlon).descriptor().labels(), dataset.descriptor().labels());
      Case same = dataset.cases().get(0);
      assertEquals(2, same.imageFiles().size(), version);
      Volume found = preprocessor.image(same.image());
      assertEquals(expected.size(), found.size());
      assertArrayEquals(expected.data(), found.data());
      assertArrayEquals(expectedLabels.data(), preprocessor.labels(same.labels()).data());
    }
  }
}
