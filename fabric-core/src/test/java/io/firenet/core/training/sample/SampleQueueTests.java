package io.firenet.core.training.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.core.data.Split;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.FireNetOf;
import io.firenet.core.training.run.Sampling;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class SampleQueueTests {

  private static final TrainingConfig CONFIG = TrainingConfig.DEFAULT;
  private static final int CASES = 20;

  private final AtomicInteger read = new AtomicInteger();
  private volatile Thread loader = Thread.currentThread();

  @Test
  void aheadOfTrainingAreSoManySamplesAndNotMore() throws Exception {
    try (SampleQueue queue = queue(Long.MAX_VALUE, -1)) {
      assertReadStopsAt(8);
      queue.next();
      assertReadStopsAt(9);
      for (int i = 1; i < CASES; i++) {
        queue.next();
      }
      assertEquals(CASES, read.get());
    }
  }

  @Test
  void largeSamplesAreFewer() throws Exception {
    long oneSample = FakeDataset.GRID.size().voxels(); // less than one takes
    try (SampleQueue queue = queue(oneSample, -1)) {
      assertReadStopsAt(1);
      queue.next();
      assertReadStopsAt(2);
      for (int i = 1; i < CASES; i++) {
        queue.next();
      }
    }
  }

  @Test
  void unreadableCaseFailsWhenItsTurnComes() throws Exception {
    try (SampleQueue queue = queue(Long.MAX_VALUE, 3)) {
      for (int i = 0; i < 3; i++) {
        queue.next();
      }
      InvalidDatasetException error = assertThrows(InvalidDatasetException.class, queue::next);
      assertTrue(error.getMessage().contains("unreadable"), error.getMessage());
    }
  }

  /** A read that does not heed the interruption at once has ended when the queue is closed. */
  @Test
  void closedMeansThatNothingIsReadAnyMore() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    FakeCase slow =
        FakeCase.sound("slow")
            .hanging(
                reading,
                () -> {
                  LockSupport.parkNanos(200_000_000);
                  ended.incrementAndGet();
                });
    CaseCache cache = new CaseCache(new Preprocessor(CONFIG.preprocessing()), Optional.empty());
    TrainingDataset dataset = dataset(List.of(slow));
    EpochPlan plan = EpochPlan.draw(List.of(dataset), Sampling.BALANCED, 0, 1, 1);
    SampleQueue queue = new SampleQueue(cache, CONFIG, plan);
    reading.await();
    Thread.currentThread().interrupt(); // as where an interrupted training closes it
    queue.close();
    assertTrue(Thread.interrupted());
    assertEquals(1, ended.get());
  }

  private static TrainingDataset dataset(List<Case> cases) {
    return new TrainingDataset(
        new FakeDataset(cases),
        FireNetOf.segmenting(new FakeDataset(List.of()).descriptor()),
        new Split(cases.stream().map(Case::id).toList(), List.of()),
        List.of(),
        "",
        List.of());
  }

  /**
   * @param broken the number of the reading that fails, from 0
   */
  private SampleQueue queue(long bytes, int broken) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      cases.add(
          FakeCase.sound("case-" + i)
              .withImage(
                  () -> {
                    loader = Thread.currentThread();
                    if (read.getAndIncrement() == broken) {
                      throw new IOException("unreadable");
                    }
                    return FakeDataset.image();
                  }));
    }
    TrainingDataset dataset = dataset(cases);
    EpochPlan plan = EpochPlan.draw(List.of(dataset), Sampling.BALANCED, 0, 1, 1);
    CaseCache cache = new CaseCache(new Preprocessor(CONFIG.preprocessing()), Optional.empty());
    return new SampleQueue(cache, CONFIG, plan, bytes);
  }

  /** Once the loader waits, for room or for something to do, it reads no more by itself. */
  private void assertReadStopsAt(int expected) {
    while (read.get() < expected || !waits(loader)) {
      Thread.yield();
    }
    assertEquals(expected, read.get());
  }

  private static boolean waits(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    for (int i = 1; i < stack.length; i++) {
      boolean forRoom =
          stack[i].getMethodName().equals("prepareWhenThereIsRoom")
              && stack[i - 1].getClassName().equals(Object.class.getName());
      if (forRoom || stack[i].getMethodName().equals("getTask")) {
        return thread.getState() == Thread.State.WAITING;
      }
    }
    return false;
  }

  /** The one foreground voxel is in every piece that is aimed at it, and in few others. */
  @ParameterizedTest
  @CsvSource({"1,100,100", "0.33,25,45", "0,0,5", "-1,0,5"})
  void piecesAreDrawnAroundTheForegroundAsOftenAsAsked(double share, int least, int most)
      throws Exception {
    GridSize size = new GridSize(60, 20, 20);
    ImageGeometry grid = ImageGeometry.axisAligned(size, 1);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      cases.add(
          FakeCase.sound("case-" + i)
              .withImage(() -> new Volume(grid, 1, new float[(int) size.voxels()]))
              .withLabels(
                  () -> {
                    short[] labels = new short[(int) size.voxels()];
                    labels[7] = 1;
                    return new LabelMap(grid, labels);
                  }));
    }
    String json =
        "{\"foreground\": %s, \"augmentedShare\": 0, \"preprocessing\": {\"maxSide\": 16}}"
            .formatted(share);
    TrainingConfig config =
        RecordCodec.read(
            TrainingConfig.DEFAULT, Json.createReader(new StringReader(json)).readObject());
    TrainingDataset dataset = dataset(cases);
    EpochPlan plan = EpochPlan.draw(List.of(dataset), Sampling.BALANCED, 100, 1, 1);
    CaseCache cache = new CaseCache(new Preprocessor(config.preprocessing()), Optional.empty());
    int found = 0;
    try (SampleQueue queue = new SampleQueue(cache, config, plan)) {
      for (int i = 0; i < 100; i++) {
        Target.Labels labels = (Target.Labels) queue.next().target();
        for (short label : labels.map().data()) {
          found += label;
        }
      }
    }
    assertTrue(found >= least && found <= most, found + " of 100 pieces hold the voxel");
  }
}
