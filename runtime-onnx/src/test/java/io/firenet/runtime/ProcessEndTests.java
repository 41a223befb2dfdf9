package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process may end whenever it likes, also while the network computes. {@code
 * -Dfirenet.exits=1000} ends more of them.
 */
class ProcessEndTests {

  private static final int EXITS = Integer.getInteger("firenet.exits", 8);

  @TempDir private Path folder;

  @Test
  void exitsDuringAPassAreQuiet() throws Exception {
    Path model = TestModels.segmentation(folder);
    Path output = folder.resolve("output");
    for (int i = 0; i < EXITS; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:ErrorFile=" + folder.resolve("crash.log"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ProcessEndTests.class.getName(),
                  model.toString(),
                  String.valueOf(i))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
      assertEquals("", Files.readString(output), "exit " + i);
      assertEquals(7, process.exitValue(), "exit " + i);
    }
  }

  /** Ends itself with 7 in the pass after one whose number is drawn by the seed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Segmenter segmenter = Segmenter.open(Path.of(args[0]));
    Random random = new Random(Long.parseLong(args[1]));
    GridSize size = new GridSize(60, 60, 60);
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Volume image = new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
    CountDownLatch passesBefore = new CountDownLatch(1 + random.nextInt(60));
    Thread passes =
        new Thread(
            () -> {
              try {
                while (true) {
                  segmenter.segmentAsync(image, share -> passesBefore.countDown()).join();
                }
              } catch (CancellationException e) {
                // as it should be
              } catch (RuntimeException e) {
                if (!(e.getCause() instanceof CancellationException)) {
                  throw e;
                }
              }
            });
    passes.setDaemon(true);
    passes.start();
    passesBefore.await();
    System.exit(7);
  }
}
