package io.firenet.core.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Target;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeCacheTests {

  private static final GridSize SIZE = new GridSize(30, 20, 10);
  private static final long BYTES = oneCase(0).bytes();

  private static final Target ANSWER = new Target.Category(3);

  @TempDir Path folder;
  private int made;

  @Test
  void whatIsReadIsWhatWasMade() throws IOException {
    PreparedCase first = get(cache(10), 7);
    PreparedCase second = get(cache(10), 7);
    assertEquals(1, made);
    assertArrayEquals(first.image().data(), second.image().data());
    assertArrayEquals(first.labels().get().data(), second.labels().get().data());
    assertTrue(second.image().geometry().matches(first.image().geometry(), 0));
    assertTrue(second.labels().get().geometry().matches(first.labels().get().geometry(), 0));
  }

  @Test
  void imagesWithoutLabelsAreKeptToo() throws IOException {
    PreparedCase image = oneCase(1).with(oneCase(1).image(), new Target.Category(1));
    cache(10).get("whole", new CaseKey().add("1"), source(() -> image));
    PreparedCase kept = cache(10).get("whole", new CaseKey().add("1"), source(() -> oneCase(2)));
    assertArrayEquals(image.image().data(), kept.image().data());
    assertEquals(ANSWER, kept.target());
  }

  @Test
  void anyDamageIsMadeGood() throws IOException {
    get(cache(10), 7);
    Path file = files().get(0);
    byte[] sound = Files.readAllBytes(file);
    byte[] turned = sound.clone();
    turned[sound.length / 2] ^= 1;
    byte[] impossible = sound.clone();
    Arrays.fill(impossible, 16, 36, (byte) 0xFF);
    for (byte[] damaged :
        List.of(new byte[0], Arrays.copyOf(sound, 100), turned, impossible, new byte[4000])) {
      Files.write(file, damaged);
      int before = made;
      assertEquals(7, get(cache(10), 7).image().data()[0]);
      assertEquals(before + 1, made);
      assertArrayEquals(sound, Files.readAllBytes(file));
    }
  }

  @Test
  void theBoundHoldsAndTheLeastRecentlyUsedGoesFirst() throws IOException {
    for (int i = 0; i < 3; i++) {
      get(cache(3.5), i);
      Files.setLastModifiedTime(file(i), FileTime.fromMillis(1_000_000L * (i + 1)));
    }
    get(cache(3.5), 0); // now the most recently used
    get(cache(3.5), 3);
    made = 0;
    get(cache(3.5), 0);
    get(cache(3.5), 2);
    get(cache(3.5), 3);
    assertEquals(0, made);
    assertEquals(3, files().size());
  }

  @Test
  void aSetThatDoesNotFitStillReadsWhatFits() throws IOException {
    VolumeCache small = cache(2.5);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        get(small, i);
      }
    }
    assertEquals(4 + 2 + 2, made);
    assertEquals(2, files().size());
  }

  @Test
  void nothingIsKeptWithoutRoom() throws IOException {
    assertEquals(5, get(cache(0.5), 5).image().data()[0]);
    assertEquals(List.of(), files());
  }

  @Test
  void unusableFolderDoesNotStopTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    VolumeCache cache = new VolumeCache(file.resolve("cache"), 100 * BYTES);
    assertEquals(5, get(cache, 5).image().data()[0]);
    assertEquals(5, get(cache, 5).image().data()[0]);
    assertEquals(2, made);
  }

  @Test
  void failureToMakeIsPassedOnAndLeavesNothing() {
    assertThrows(
        IOException.class,
        () ->
            cache(10)
                .get(
                    "phantom",
                    new CaseKey().add("x"),
                    source(
                        () -> {
                          throw new IOException("unreadable");
                        })));
    assertFalse(Files.exists(folder.resolve("cache")));
  }

  @Test
  void severalWritersAndReadersShareAFolder() throws Exception {
    List<Callable<Boolean>> tasks =
        IntStream.range(0, 60)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      int number = i % 5;
                      PreparedCase found =
                          new VolumeCache(folder.resolve("cache"), 3 * BYTES + 2000)
                              .get(
                                  "phantom",
                                  new CaseKey().add(number),
                                  source(() -> oneCase(number)));
                      return Arrays.equals(oneCase(number).image().data(), found.image().data());
                    })
            .toList();
    var threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> each : threads.invokeAll(tasks)) {
        assertTrue(each.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void keyFollowsSettingsAndFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("image.mhd"), "header");
    Path body = Files.writeString(folder.resolve("image.raw"), "voxels");
    String key = key("1 mm", file);
    assertEquals(key, key("1 mm", file));
    assertNotEquals(key, key("2 mm", file));
    Files.setLastModifiedTime(body, FileTime.fromMillis(1000));
    String touched = key("1 mm", file);
    assertNotEquals(key, touched);
    Files.writeString(body, "VOXELS");
    Files.setLastModifiedTime(body, FileTime.fromMillis(1000));
    assertNotEquals(touched, key("1 mm", file));
    assertNotEquals(
        new CaseKey().add("ab").add("c").digest(), new CaseKey().add("a").add("bc").digest());
  }

  private static String key(String setting, Path file) throws IOException {
    return new CaseKey().add(setting).addFile(file).digest();
  }

  private VolumeCache cache(double cases) {
    return new VolumeCache(folder.resolve("cache"), (long) (cases * BYTES));
  }

  private PreparedCase get(VolumeCache cache, int number) throws IOException {
    return cache.get(
        "phantom",
        new CaseKey().add(number),
        source(
            () -> {
              made++;
              return oneCase(number);
            }));
  }

  /** Makes a case. */
  private interface Maker {
    PreparedCase make() throws IOException;
  }

  private static VolumeCache.Source source(Maker maker) {
    return new VolumeCache.Source() {
      @Override
      public PreparedCase make() throws IOException {
        return maker.make();
      }

      @Override
      public PreparedCase of(Volume image, Optional<LabelMap> labels) {
        return new PreparedCase(
            "phantom", "kept", image, labels.<Target>map(Target.Labels::new).orElse(ANSWER));
      }
    };
  }

  private Path file(int number) {
    return folder
        .resolve("cache")
        .resolve(
            "phantom-"
                + new CaseKey().add(number).add(VolumeCache.VERSION).digest().substring(0, 32)
                + ".case");
  }

  private List<Path> files() throws IOException {
    Path cache = folder.resolve("cache");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private static PreparedCase oneCase(int number) {
    ImageGeometry grid = new ImageGeometry(SIZE, Affine.scaling(1, -1.5, 2 + number));
    float[] image = new float[2 * (int) SIZE.voxels()];
    short[] labels = new short[(int) SIZE.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = number + i / 7f;
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) (i % (number + 2));
    }
    ImageGeometry labelGrid = new ImageGeometry(SIZE, Affine.scaling(1, 1, 1 + number));
    return new PreparedCase(
        "phantom",
        "" + number,
        new Volume(grid, 2, image),
        new Target.Labels(new LabelMap(labelGrid, labels)));
  }
}
