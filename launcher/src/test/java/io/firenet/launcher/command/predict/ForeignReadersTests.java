package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.ImageFormats;
import io.firenet.format.StoredImage;
import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.PhantomModel;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other programs read what predict writes, with the same grid and voxels: nibabel, teem and ITK
 * (its WebAssembly build, npm's {@code @itk-wasm/image-io}, with {@code
 * -Dfirenet.itk=…/node_modules}). Each is skipped where it is not installed. DICOM objects are
 * compared with pydicom's reading where they are written.
 */
class ForeignReadersTests {

  /** Oblique, of three spacings, none of them an axis of the patient's. */
  private static final ImageGeometry OBLIQUE =
      new ImageGeometry(
          new GridSize(11, 19, 16),
          Affine.of(
              -1.9 * Math.cos(0.2),
              2.1 * Math.sin(0.2),
              0,
              15,
              -1.9 * Math.sin(0.2),
              -2.1 * Math.cos(0.2),
              0,
              30.5,
              0,
              0,
              2.5,
              -40));

  @TempDir static Path shared;
  @TempDir Path folder;

  private static LabelMap expected;

  @BeforeAll
  static void predict() throws IOException {
    Path model = shared.resolve("model.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 24), List.of("CT"), model);
    float[] values = new float[(int) OBLIQUE.size().voxels()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(2000) - 1000;
    }
    Path image = shared.resolve("image.nii");
    Nifti.write(image, new Volume(OBLIQUE, 1, values));
    for (String ending : List.of("nii", "nii.gz", "mha", "nrrd", "seg.nrrd")) {
      CommandRun run =
          CommandRun.of("predict", "--model", model, "--in", image, "--out", labels(ending));
      assertEquals(ExitCode.OK, run.code(), run::toString);
    }
    expected = ImageFormats.readLabels(labels("nii"));
    assertTrue(Arrays.equals(expected.data(), new short[values.length]) == false, "empty labels");
  }

  private static Path labels(String ending) {
    return shared.resolve("labels." + ending);
  }

  private Path script(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = ForeignReadersTests.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static String run(List<String> command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("skipped: there is no program " + command.get(0));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + ": " + output);
    return output;
  }

  private static String sha256(short[] labels) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(labels);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compares a line of what a script printed. */
  private static void assertSame(String file, String line) {
    String[] words = line.split(" ");
    assertEquals(3, words.length, line);
    GridSize size = OBLIQUE.size();
    assertEquals("%s,%s,%s".formatted(size.width(), size.height(), size.depth()), words[0], file);
    double[] affine = Arrays.stream(words[1].split(",")).mapToDouble(Double::parseDouble).toArray();
    for (int at = 0; at < 12; at++) {
      assertEquals(
          OBLIQUE.voxelToWorld().get(at / 4, at % 4), affine[at], 1e-4, file + ": " + line);
    }
    assertEquals(sha256(expected.data()), words[2], file);
  }

  private static void assertSame(List<String> endings, String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    assertEquals(endings.size(), lines.size(), output);
    for (int i = 0; i < lines.size(); i++) {
      assertSame(endings.get(i), lines.get(i));
    }
  }

  private static List<String> command(List<String> program, List<String> endings) {
    List<String> command = new ArrayList<>(program);
    endings.forEach(ending -> command.add(labels(ending).toString()));
    return command;
  }

  @Test
  void nibabelReadsTheNiftiFiles() throws Exception {
    String python = "/usr/bin/python3"; // Debian's, which sees Debian's packages
    assumeTrue(Files.exists(Path.of(python)), "skipped: there is no " + python);
    Process probe = new ProcessBuilder(python, "-c", "import nibabel, numpy").start();
    assumeTrue(probe.waitFor() == 0, "skipped: no nibabel (Debian: python3-nibabel)");
    List<String> endings = List.of("nii", "nii.gz");
    String script = script("nibabel_reads.py").toString();
    assertSame(endings, run(command(List.of(python, script), endings)));
  }

  @Test
  void itkReadsEveryFile() throws Exception {
    String modules = System.getProperty("firenet.itk", "");
    assumeTrue(!modules.isEmpty(), "skipped: no ITK, name it with -Dfirenet.itk=…/node_modules");
    List<String> endings = List.of("nii", "nii.gz", "mha", "nrrd", "seg.nrrd");
    String script = script("itk_reads.mjs").toString();
    assertSame(endings, run(command(List.of("node", script, modules), endings)));
  }

  /** What teem, whose format it is, reads and writes anew is read as the same image. */
  @Test
  void teemReadsTheNrrdFiles() throws Exception {
    for (String ending : List.of("nrrd", "seg.nrrd")) {
      Path again = folder.resolve("again.nrrd");
      run(
          List.of(
              "teem-unu",
              "save",
              "-f",
              "nrrd",
              "-e",
              "raw",
              "-i",
              labels(ending).toString(),
              "-o",
              again.toString()));
      StoredImage read = ImageFormats.open(again);
      assertTrue(OBLIQUE.matches(read.geometry(), 1e-4), read.geometry()::toString);
      assertArrayEquals(expected.data(), read.readLabels().data());
    }
  }
}
