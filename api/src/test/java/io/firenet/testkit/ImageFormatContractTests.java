package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.volume.Affine;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every image format is asked for: the geometry and values of {@link ImageSample} in every
 * byte order, one clear error for files that are truncated, damaged or none, no more memory than a
 * file can fill, and that what is written is read back.
 */
public abstract class ImageFormatContractTests {

  private static final double TOLERANCE_MM = 1e-4;

  /** The allocations of a reader for a file of a few kilobytes, all buffers included. */
  private static final long BUDGET_BYTES = 4 << 20;

  @TempDir private Path folder;

  /**
   * The provider under test.
   *
   * @return a provider, made anew or always the same one
   */
  protected abstract ImageFormatProvider provider();

  /**
   * The byte orders that the format has.
   *
   * @return both by default
   */
  protected List<ByteOrder> byteOrders() {
    return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  /**
   * Writes {@link ImageSample#values} as int16 on {@link ImageSample#GEOMETRY}, without the code
   * under test.
   *
   * @param folder an empty folder
   * @param order one of {@link #byteOrders}
   * @return the file to open, or the folder
   * @throws IOException if it cannot be written
   */
  protected abstract Path write(Path folder, ByteOrder order) throws IOException;

  /**
   * What the damage of text headers is to be like, not that of bytes.
   *
   * @return false by default
   */
  protected boolean hasTextHeader() {
    return false;
  }

  private Path sample(String name, ByteOrder order) throws IOException {
    return write(Files.createDirectories(folder.resolve(name)), order);
  }

  private StoredImage open(Path path) throws IOException {
    return provider().open(ImageSource.of(path));
  }

  @Test
  void hostFindsTheProvider() {
    Contract.requireFound(ImageFormatProvider.class, provider().getClass());
  }

  @Test
  void nameAndEndingsAreValid() {
    ImageFormatProvider provider = provider();
    require(
        provider.name().matches("\\S.*\\S") && provider.name().lines().count() == 1,
        "name() must be words in one line, got '%s'",
        provider.name());
    List<String> all = new ArrayList<>(provider.endings());
    provider.writer().ifPresent(writer -> all.addAll(writer.endings()));
    for (String ending : all) {
      require(
          ending.matches("(\\.[^.\\s/]+)+") && ending.equals(ending.toLowerCase(Locale.ROOT)),
          "an ending must be in lower case and start with a dot, got '%s'",
          ending);
    }
    provider
        .writer()
        .ifPresent(
            writer ->
                require(!writer.endings().isEmpty(), "a writer must name the endings it writes"));
  }

  @Test
  void geometryAndValuesAreReadInEveryByteOrder() throws IOException {
    for (ByteOrder order : byteOrders()) {
      Path path = sample(order.toString(), order);
      StoredImage image = open(path);
      assertEquals(path, image.source().path());
      assertEquals(1, image.channels());
      assertSameGrid(ImageSample.GEOMETRY, image.geometry());
      Volume volume = image.readVolume();
      assertSameGrid(ImageSample.GEOMETRY, volume.geometry());
      assertArrayEquals(ImageSample.volume().data(), volume.data(), order.toString());
    }
  }

  @Test
  void valuesBelowZeroAreNoLabels() throws IOException {
    StoredImage image = open(sample("negative", byteOrders().get(0)));
    assertRefused("an image with negative values read as labels", image::readLabels);
  }

  @Test
  void theFormatIsFoundByEndingOrContent() throws IOException {
    Path path = sample("found", byteOrders().get(0));
    ImageFormatProvider found =
        ImageFormats.find(path)
            .orElseThrow(() -> new AssertionError("ImageFormats does not find " + path));
    assertEquals(provider().name(), found.name());
  }

  @Test
  void twoThreadsReadTheSame() throws Exception {
    StoredImage image = open(sample("threads", byteOrders().get(0)));
    CompletableFuture<float[]> other =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return image.readVolume().data();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    try {
      assertArrayEquals(image.readVolume().data(), other.get());
    } catch (ExecutionException e) {
      throw new AssertionError("a second thread cannot read", e);
    }
  }

  @Test
  void whatIsMissingEmptyOrOfAnotherKindIsRefused() throws IOException {
    for (String ending : provider().endings()) {
      Path missing = folder.resolve("missing" + ending);
      assertRefused("a missing file", () -> readAll(missing));
      Path empty = Files.createFile(folder.resolve("empty" + ending));
      assertRefused("an empty file", () -> readAll(empty));
      Path text = Files.writeString(folder.resolve("text" + ending), "a text\n".repeat(400));
      assertRefused("a text", () -> readAll(text));
      Path directory = Files.createDirectory(folder.resolve("folder" + ending));
      assertRefused("a folder with nothing in it", () -> readAll(directory));
    }
  }

  /** A pipe would block the reader for ever, a device never end. */
  @Test
  @Timeout(60)
  void whatIsNoFileIsRefusedBeforeItIsOpened() throws Exception {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "this system has no pipes and devices among its files");
    for (String ending : provider().endings()) {
      Path pipe = folder.resolve("pipe" + ending);
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
      assertRefused("a pipe", () -> readAll(pipe));
      Path link = Files.createSymbolicLink(folder.resolve("device" + ending), device);
      assertRefused("a device", () -> readAll(link));
    }
  }

  /** The user's digits and letters are for people, not for files. */
  @Test
  void theUsersLanguageChangesNothing() throws IOException {
    Locale before = Locale.getDefault();
    Path path = sample("language", byteOrders().get(0));
    try {
      for (String tag : List.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        StoredImage image = open(path);
        assertSameGrid(ImageSample.GEOMETRY, image.geometry());
        assertArrayEquals(ImageSample.volume().data(), image.readVolume().data(), tag);
        ImageWriter writer = provider().writer().orElse(null);
        if (writer != null) {
          Path file = folder.resolve(tag + writer.endings().get(0));
          writeLabels(writer, file);
          assertArrayEquals(ImageSample.labels().data(), ImageFormats.readLabels(file).data(), tag);
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    Path path = sample("truncated", byteOrders().get(0));
    for (Path file : files(path)) {
      byte[] whole = Files.readAllBytes(file);
      for (int part = 1; part < 40; part++) {
        int length = whole.length - 1 - (int) ((long) whole.length * (part - 1) / 40);
        Files.write(file, Arrays.copyOf(whole, length));
        String what = "%d of %d bytes of %s".formatted(length, whole.length, file.getFileName());
        assertTruncated(what, path);
      }
      Files.write(file, whole);
    }
  }

  /** A series may do without a damaged file if it says so, but never with other voxels. */
  private void assertTruncated(String what, Path path) throws IOException {
    try {
      StoredImage image = open(path);
      Volume volume = image.readVolume();
      boolean same = Arrays.equals(ImageSample.volume().data(), volume.data());
      require(same || !image.notes().isEmpty(), "%s are read as a whole image", what);
    } catch (IOException e) {
      assertOneLine(what, e);
    }
  }

  @Test
  void damagedFilesEndInOneLineSoonAndWithinTheBudget() throws IOException {
    List<Path> samples = new ArrayList<>();
    for (ByteOrder order : byteOrders()) {
      samples.add(sample("fuzz-" + order, order));
    }
    new FuzzRun(BUDGET_BYTES)
        .repeat(
            mutations -> {
              Path path = mutations.any(samples);
              Path file = mutations.any(files(path));
              byte[] whole = Files.readAllBytes(file);
              Files.write(file, damage(mutations, whole));
              return () -> {
                try {
                  readAll(path);
                } finally {
                  Files.write(file, whole);
                }
              };
            });
  }

  private byte[] damage(Mutations mutations, byte[] whole) {
    return hasTextHeader() ? mutations.damageText(whole) : mutations.damage(whole);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ImageWriter writer = provider().writer().orElse(null);
    if (writer == null) {
      return; // nothing of this kind is written
    }
    for (String ending : writer.endings()) {
      Path file = folder.resolve("labels" + ending);
      writeLabels(writer, file);
      assertSameGrid(ImageSample.GEOMETRY, ImageFormats.readGeometry(file));
      LabelMap again = ImageFormats.readLabels(file);
      assertArrayEquals(ImageSample.labels().data(), again.data(), file.toString());
      assertEquals(List.of(file), files(folder), "no other file should be left beside it");
      Files.delete(file);
    }
  }

  /**
   * Writes {@link ImageSample#labels}; a format that needs a source image brings one.
   *
   * @param writer of the format under test
   * @param file the file to write, with one of the writer's endings
   * @throws IOException if it cannot be written
   */
  protected void writeLabels(ImageWriter writer, Path file) throws IOException {
    List<String> names = List.of("background", "left", "right", "both sides");
    writer.write(file, ImageSample.labels(), SegmentationDetails.ofNames(names));
  }

  private void readAll(Path path) throws IOException {
    StoredImage image = open(path);
    try {
      image.readLabels(); // most are none
    } catch (IOException e) {
      assertOneLine("read as labels", e);
    }
    image.readVolume();
  }

  private static List<Path> files(Path path) throws IOException {
    Path root = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void assertSameGrid(ImageGeometry expected, ImageGeometry found) {
    assertEquals(expected.size(), found.size());
    Affine a = expected.voxelToWorld();
    Affine b = found.voxelToWorld();
    require(a.maxDifference(b) < TOLERANCE_MM, "expected the affine %s, got %s", a, b);
  }

  private interface Failing {
    void run() throws IOException;
  }

  private static void assertRefused(String what, Failing action) {
    try {
      action.run();
    } catch (IOException e) {
      assertOneLine(what, e);
      return;
    }
    throw new AssertionError(what + " should be refused");
  }

  private static void assertOneLine(String what, IOException e) {
    String message = String.valueOf(e.getMessage());
    require(message.lines().count() == 1, "%s: the message should be one line: %s", what, message);
  }
}
