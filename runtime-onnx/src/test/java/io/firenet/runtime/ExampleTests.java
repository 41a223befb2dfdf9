package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.metaimage.MetaImage;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in src/example compile against the class path and do what they say. */
class ExampleTests {

  private static final Path SOURCES = Path.of("src", "example", "java", "org", "example");

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void export() throws IOException {
    model = TestModels.segmentation(folder);
  }

  @Test
  void segmentFileIsShortAndWritesTheLabels() throws Exception {
    assertTrue(Files.readAllLines(SOURCES.resolve("SegmentFile.java")).size() < 30);
    Path in = write(folder.resolve("image.nii.gz"));
    Path out = folder.resolve("labels.nii.gz");
    String[] arguments = {model.toString(), in.toString(), out.toString()};
    example("SegmentFile").getMethod("main", String[].class).invoke(null, (Object) arguments);
    try (Segmenter segmenter = Segmenter.open(model)) {
      assertArrayEquals(segmenter.segment(image()).data(), Nifti.readLabels(out).data());
    }
  }

  @Test
  void sliceStackGivesTheLabelsOfItsVolume() throws Exception {
    Volume image = image();
    float[][] slices = new float[12][];
    for (int z = 0; z < 12; z++) {
      slices[z] = Arrays.copyOfRange(image.data(), z * 14 * 13, (z + 1) * 14 * 13);
    }
    var method =
        example("SliceStack")
            .getMethod(
                "segment", Segmenter.class, float[][].class, int.class, int.class, double[].class);
    try (Segmenter segmenter = Segmenter.open(model)) {
      double[] spacing = {1.5, 1.5, 3};
      short[][] stack = (short[][]) method.invoke(null, segmenter, slices, 13, 14, spacing);
      short[] expected = segmenter.segment(image).data();
      for (int z = 0; z < 12; z++) {
        short[] slice = Arrays.copyOfRange(expected, z * 14 * 13, (z + 1) * 14 * 13);
        assertArrayEquals(slice, stack[z]);
      }
    }
  }

  @Test
  void folderWorkerTakesWhatIsCompleteAndPutsAsideWhatCannotBeUsed() throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    write(inbox.resolve("good.nii.gz"));
    Files.writeString(inbox.resolve("bad.nii.gz"), "no image");
    Files.write(
        inbox.resolve("half.nii"),
        Arrays.copyOf(Files.readAllBytes(write(folder.resolve("whole.nii"))), 1000));
    Files.writeString(inbox.resolve("notes.txt"), "no image and not named like one");
    Class<?> type = example("FolderWorker");
    try (Segmenter segmenter = Segmenter.open(model)) {
      Object worker =
          type.getConstructor(Segmenter.class, Path.class).newInstance(segmenter, inbox);
      type.getMethod("look").invoke(worker);
      assertEquals(List.of(), names(inbox.resolve("labels")), "what is new may still grow");
      Files.write(inbox.resolve("half.nii"), Files.readAllBytes(folder.resolve("whole.nii")));
      type.getMethod("look").invoke(worker);
      assertEquals(List.of("good.nii.gz"), names(inbox.resolve("labels")));
      assertEquals(List.of("good.nii.gz"), names(inbox.resolve("done")));
      assertEquals(List.of("bad.nii.gz"), names(inbox.resolve("failed")));
      assertTrue(Files.exists(inbox.resolve("half.nii")), "it grew since the last look");
      type.getMethod("look").invoke(worker);
      assertEquals(List.of("good.nii.gz", "half.nii.gz"), names(inbox.resolve("labels")));
      assertFalse(Files.exists(inbox.resolve("half.nii")));
      assertTrue(Files.exists(inbox.resolve("notes.txt")));
      assertArrayEquals(
          segmenter.segment(image()).data(),
          Nifti.readLabels(inbox.resolve("labels/good.nii.gz")).data());
    }
  }

  @Test
  void folderWorkerReplacesNothingAndMovesHeadersWithTheirVoxels() throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Class<?> type = example("FolderWorker");
    try (Segmenter segmenter = Segmenter.open(model)) {
      Object worker =
          type.getConstructor(Segmenter.class, Path.class).newInstance(segmenter, inbox);
      for (int delivery = 0; delivery < 2; delivery++) {
        write(inbox.resolve("a.nii.gz"));
        write(inbox.resolve("a.nii"));
        MetaImage.write(inbox.resolve("a.mha"), image());
        writePair(inbox.resolve("b.mhd"), "b.raw");
        type.getMethod("look").invoke(worker);
        type.getMethod("look").invoke(worker);
        assertEquals(List.of("done", "failed", "labels"), names(inbox));
      }
    }
    assertEquals(List.of(), names(inbox.resolve("failed")));
    List<String> images = List.of("a.mha", "a.nii", "a.nii.gz", "b.mhd", "b.raw");
    assertEquals(images, names(inbox.resolve("done/2")));
    assertEquals(
        Stream.concat(Stream.of("2"), images.stream()).toList(), names(inbox.resolve("done")));
    assertEquals(
        List.of(
            "2",
            "a.mha.nii.gz",
            "a.nii.gz",
            "a.nii.gz.nii.gz",
            "a.nii.nii.gz",
            "b.mhd.nii.gz",
            "b.nii.gz"),
        names(inbox.resolve("labels")));
    assertEquals(List.of("a.mha.nii.gz", "a.nii.nii.gz"), names(inbox.resolve("labels/2")));
  }

  private static void writePair(Path header, String voxels) throws IOException {
    Files.writeString(
        header,
        """
        ObjectType = Image
        NDims = 3
        DimSize = 13 14 12
        ElementSpacing = 1.5 1.5 3
        ElementType = MET_FLOAT
        ElementByteOrderMSB = False
        ElementDataFile = %s
        """
            .formatted(voxels));
    float[] values = image().data();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(header.resolveSibling(voxels), bytes.array());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Class<?> example(String name) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var source = files.getJavaFileObjects(SOURCES.resolve(name + ".java"));
      assertTrue(
          compiler.getTask(messages, files, null, options, null, source).call(),
          messages::toString);
    }
    URL[] classes = {folder.toUri().toURL()};
    return new URLClassLoader(classes, ExampleTests.class.getClassLoader())
        .loadClass("org.example." + name);
  }

  private static Path write(Path file) throws IOException {
    Nifti.write(file, image());
    return file;
  }

  /** Axial slices of 13 × 14 pixels of 1.5 mm, 3 mm apart. */
  private static Volume image() {
    GridSize size = new GridSize(12, 14, 13);
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.2));
    }
    Affine toPatient = Affine.of(-1.5, 0, 0, 0, 0, -1.5, 0, 0, 0, 0, 3, 0);
    return new Volume(new ImageGeometry(size, toPatient), 1, values);
  }
}
