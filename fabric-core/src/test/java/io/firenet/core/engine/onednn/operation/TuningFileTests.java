package io.firenet.core.engine.onednn.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.OneDnnLibrary;
import io.firenet.core.engine.onednn.convolution.WeightGradientByTaps;
import io.firenet.core.io.Processor;
import io.firenet.core.io.UserCache;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured on a machine, kept for later runs. */
class TuningFileTests {

  private static final int THREADS = 3;

  @TempDir private Path folder;
  private String before;

  @BeforeEach
  void keepItElsewhere() {
    before = System.getProperty(UserCache.PROPERTY, "");
    System.setProperty(UserCache.PROPERTY, folder.resolve("cache").toString());
  }

  @AfterEach
  void keepItAsBefore() {
    System.setProperty(UserCache.PROPERTY, before);
  }

  private static Tuning made(String machine, int threads) {
    return new Tuning(
        machine, threads, 7, 1234.5, 678, Long.MAX_VALUE, 0.25, 99, 17, 9000, 150, 3, 50);
  }

  @Test
  void isUsedFromThenOn() throws IOException {
    assertEquals(Tuning.unmeasured(THREADS), TuningFile.read(THREADS));
    Tuning made = made(Processor.name(), THREADS);
    TuningFile.write(made);
    assertEquals(made, TuningFile.read(THREADS));
    assertEquals(Tuning.unmeasured(4), TuningFile.read(4));
  }

  @Test
  void decidesWhatTheEngineDoes() throws IOException {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    ConvolutionShape dense = ConvolutionShape.of(new Layer.Conv(64, 3, 1, 1, false));
    GridSize size = new GridSize(4, 3, 4);
    int threads = new Team().size();
    try (OneDnn dnn = new OneDnn()) {
      assertTrue(
          WeightGradientByTaps.isFaster(dnn.tuning(), dense, ElementType.BFLOAT16, 64, size));
    }
    TuningFile.write(made(Processor.name(), threads));
    try (OneDnn dnn = new OneDnn()) {
      assertEquals(7, dnn.tuning().aloneMicros());
      assertFalse(
          WeightGradientByTaps.isFaster(dnn.tuning(), dense, ElementType.BFLOAT16, 64, size));
    }
  }

  @Test
  void thatOfAnotherMachineIsNotUsed() throws IOException {
    TuningFile.write(made("another processor", THREADS));
    assertEquals(Tuning.unmeasured(THREADS), TuningFile.read(THREADS));
  }

  @Test
  void aDamagedFileIsPassedOver() throws IOException {
    Path file = TuningFile.write(made(Processor.name(), THREADS));
    for (String content : List.of("", "[]", "{", "{\"threads\": -3}", "{\"slabVoxels\": \"x\"}")) {
      Files.writeString(file, content);
      assertEquals(Tuning.unmeasured(THREADS), TuningFile.read(THREADS), content);
    }
  }

  @Test
  void isMeasuredAndKept() throws IOException {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    List<String> lines = new OneDnnLibrary().tune(Device.cpu());
    int threads = new Team().size();
    Tuning found = TuningFile.read(threads);
    assertEquals(Processor.name(), found.machine());
    assertEquals(threads, found.threads());
    assertTrue(found.bytesPerMicro() > 100, found::toString);
    assertTrue(found.flopPerMicro() > 100, found::toString);
    assertEquals("kept in " + TuningFile.path(threads), lines.get(lines.size() - 1));
  }
}
