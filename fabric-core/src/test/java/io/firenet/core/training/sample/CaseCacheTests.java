package io.firenet.core.training.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.core.FakeDataset.FileCase;
import io.firenet.core.cache.PreparedCase;
import io.firenet.core.cache.VolumeCache;
import io.firenet.core.data.Split;
import io.firenet.core.training.FireNetOf;
import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseCacheTests {

  private static final PreprocessingPlan PLAN = PreprocessingPlan.PAPER;

  @TempDir Path folder;
  private Case withFiles;

  @BeforeEach
  void writeFiles() throws IOException {
    withFiles =
        new FileCase(
            "a",
            Files.writeString(folder.resolve("image"), "image"),
            Files.writeString(folder.resolve("labels"), "labels"));
  }

  @Test
  void sameVoxelsFromMemoryDiskAndFiles() throws IOException {
    CaseCache cache = cache(PLAN);
    PreparedCase prepared = cache.get(dataset(withFiles, ""), withFiles);
    PreparedCase fromMemory = cache.get(dataset(withFiles, ""), withFiles);
    PreparedCase fromDisk = cache(PLAN).get(dataset(withFiles, ""), withFiles);
    assertEquals(1, cached());
    for (PreparedCase other : List.of(fromMemory, fromDisk)) {
      assertArrayEquals(prepared.image().data(), other.image().data());
      assertArrayEquals(prepared.labelled().labels().data(), other.labelled().labels().data());
      assertTrue(prepared.image().geometry().matches(other.image().geometry(), 0));
    }
  }

  @Test
  void optionsPlanAndFilesMakeEntriesOfTheirOwn() throws IOException {
    cache(PLAN).get(dataset(withFiles, ""), withFiles);
    cache(PLAN).get(dataset(withFiles, "labels=folder"), withFiles);
    assertEquals(2, cached());
    cache(new PreprocessingPlan(2, 180)).get(dataset(withFiles, ""), withFiles);
    assertEquals(3, cached());
    Files.writeString(folder.resolve("labels"), "others");
    cache(PLAN).get(dataset(withFiles, ""), withFiles);
    assertEquals(4, cached());
  }

  @Test
  void anInterruptedReadingIsNoFaultyCase() throws IOException {
    List<IOException> interruptions =
        List.of(
            new InterruptedIOException("interrupted"),
            new ClosedByInterruptException(),
            new IOException("the plugin's", new InterruptedException()));
    for (IOException interruption : interruptions) {
      FakeCase one =
          FakeCase.sound("a")
              .withLabels(
                  () -> {
                    throw interruption;
                  });
      assertThrows(InterruptedIOException.class, () -> cache(PLAN).get(dataset(one, ""), one));
      assertThrows(InterruptedIOException.class, () -> CaseCache.labels(dataset(one, ""), one));
    }
    FakeCase late =
        FakeCase.sound("a")
            .withLabels(
                () -> {
                  throw new SocketTimeoutException("no answer");
                });
    assertThrows(InvalidDatasetException.class, () -> cache(PLAN).get(dataset(late, ""), late));
  }

  @Test
  void whatNobodyAskedForDoesNotLandOnTheDiskLater() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    FakeCase slow = FakeCase.sound("a").hanging(reading, interrupted::countDown);
    CaseCache cache = cache(PLAN);
    cache.prefetch(dataset(slow, ""), slow);
    reading.await();
    cache.stopPrefetching();
    assertEquals(0, interrupted.getCount());
  }

  /** As {@link FileCase}, with a second channel and masks. */
  private record ManyFiles(List<Path> imageFiles, List<Path> labelFiles) implements Case {

    @Override
    public String id() {
      return "many";
    }

    @Override
    public Volume image() {
      return FakeDataset.image();
    }

    @Override
    public LabelMap labels() {
      return FakeDataset.labelMap();
    }
  }

  @Test
  void everyFileOfACaseCounts() throws IOException {
    Path image = folder.resolve("image");
    Path second = Files.writeString(folder.resolve("second"), "second");
    Path mask = Files.writeString(folder.resolve("mask"), "mask");
    Case many = new ManyFiles(List.of(image, second), List.of(folder.resolve("labels"), mask));
    cache(PLAN).get(dataset(many, ""), many);
    cache(PLAN).get(dataset(many, ""), many);
    assertEquals(1, cached());
    Files.writeString(second, "another second");
    cache(PLAN).get(dataset(many, ""), many);
    assertEquals(2, cached());
    Files.writeString(mask, "another mask");
    cache(PLAN).get(dataset(many, ""), many);
    assertEquals(3, cached());
    Files.delete(mask);
    cache(PLAN).get(dataset(many, ""), many);
    assertEquals(3, cached(), "a case that lacks a file is not kept");
  }

  @Test
  void caseWithoutFilesIsNotOnDisk() throws IOException {
    Case generated = FakeCase.sound("b");
    cache(PLAN).get(dataset(generated, ""), generated);
    assertFalse(Files.exists(folder.resolve("cache")));
  }

  @Test
  void unreadableCaseIsNamed() {
    Case broken =
        FakeCase.sound("b")
            .withImage(
                () -> {
                  throw new IOException("b.nii: truncated");
                });
    InvalidDatasetException error =
        assertThrows(
            InvalidDatasetException.class, () -> cache(PLAN).get(dataset(broken, ""), broken));
    assertEquals("dataset fake, case b: b.nii: truncated", error.getMessage());
  }

  @Test
  void whatWasBegunAheadIsTheSameAndFailsTheSame() throws IOException {
    CaseCache cache = cache(PLAN);
    cache.prefetch(dataset(withFiles, ""), withFiles);
    assertArrayEquals(
        cache(PLAN).get(dataset(withFiles, ""), withFiles).image().data(),
        cache.get(dataset(withFiles, ""), withFiles).image().data());
    Case broken =
        FakeCase.sound("b")
            .withLabels(
                () -> {
                  throw new IOException("b.nii: truncated");
                });
    cache.prefetch(dataset(broken, ""), broken);
    InvalidDatasetException error =
        assertThrows(InvalidDatasetException.class, () -> cache.get(dataset(broken, ""), broken));
    assertEquals("dataset fake, case b: b.nii: truncated", error.getMessage());
  }

  private CaseCache cache(PreprocessingPlan plan) {
    VolumeCache disk = new VolumeCache(folder.resolve("cache"), 1 << 20);
    return new CaseCache(new Preprocessor(plan), Optional.of(disk));
  }

  private long cached() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.count();
    }
  }

  private static TrainingDataset dataset(Case one, String reading) {
    return new TrainingDataset(
        new FakeDataset(List.of(one)),
        FireNetOf.segmenting(new FakeDataset(List.of()).descriptor()),
        new Split(List.of(one.id()), List.of()),
        List.of(),
        reading,
        List.of());
  }
}
