package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.launcher.argument.ShippedPlugins;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.Worker;
import io.firenet.launcher.command.predict.CohortImage.Earlier;
import io.firenet.launcher.command.predict.CohortRow.State;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CohortWorkerTests {

  private static final Path MODEL = Path.of("models", "hippocampus.onnx");
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;
  private final Here worker = new Here();
  private final CohortWorker work =
      new CohortWorker(
          List.of("--model", "a", "--in", "b", "--out", "c"),
          List.of(MODEL.toString()),
          "1",
          new ShippedPlugins(List.of()));

  /** This process, with a place for one thing to be kept. */
  private static final class Here implements Worker {

    private @Nullable AutoCloseable kept;
    private int losses;

    @Override
    public String place() {
      return "here";
    }

    @Override
    public int cores() {
      return 1;
    }

    @Override
    public OptionalInt gpu() {
      return OptionalInt.empty();
    }

    @Override
    public double shareOfMachine() {
      return 1;
    }

    @Override
    public long memoryBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public int losses() {
      return losses;
    }

    @Override
    public Path file(String name) {
      return Path.of(name);
    }

    @Override
    public ClusterFiles files() {
      return new Bucket();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends AutoCloseable> R keep(String name, String version, Opening<R> opening)
        throws Exception {
      if (kept == null) {
        kept = opening.open();
      }
      return (R) kept;
    }
  }

  @AfterEach
  void close() throws Exception {
    if (worker.kept != null) {
      worker.kept.close();
    }
  }

  private CohortImage image(String name, Earlier earlier) {
    String file = name + ".nii.gz";
    String labels = folder.resolve("labels-" + file).toString();
    return new CohortImage(
        name, List.of(folder.resolve(file).toString()), 1, labels, null, earlier);
  }

  private void write(String... names) throws IOException {
    GridSize size = new GridSize(24, 32, 20);
    for (String name : names) {
      Random random = new Random(name.hashCode());
      float[] data = new float[(int) size.voxels()];
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (i % 97 + 20 * random.nextGaussian());
      }
      ImageFormats.write(
          folder.resolve(name + ".nii.gz"),
          new Volume(ImageGeometry.axisAligned(size, 1), 1, data));
    }
  }

  private List<CohortRow> run(CohortImage... images) throws Exception {
    return work.run(new CohortBundle(List.of(images)), worker);
  }

  private static List<State> states(List<CohortRow> rows) {
    return rows.stream().map(CohortRow::state).toList();
  }

  private static Path labels(CohortImage image) {
    return Path.of(String.valueOf(image.labels()));
  }

  /** As when a worker has been lost in the middle of a bundle, which another does again. */
  @Test
  void whatAnEarlierAttemptHasDoneIsNotDoneAgain() throws Exception {
    write("a", "b");
    Files.writeString(folder.resolve("broken.nii.gz"), "no image");
    CohortImage[] bundle = {
      image("a", Earlier.NONE), image("broken", Earlier.NONE), image("b", Earlier.NONE)
    };
    List<CohortRow> first = run(bundle);
    assertEquals(List.of(State.DONE, State.FAILED, State.DONE), states(first));
    assertTrue(first.get(0).seconds() > 0, first::toString);
    byte[] made = Files.readAllBytes(labels(bundle[0]));
    Files.setLastModifiedTime(labels(bundle[0]), LONG_AGO);
    Files.write(labels(bundle[2]), new byte[] {1, 2, 3}); // not whole

    List<CohortRow> second = run(bundle);
    assertEquals(states(first), states(second));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(labels(bundle[0])));
    assertEquals(made.length, Files.size(labels(bundle[0])));
    assertTrue(Double.isNaN(second.get(0).seconds()), "nobody knows");
    for (int i = 0; i < bundle.length; i++) {
      assertEquals(first.get(i).values(), second.get(i).values());
      assertEquals(first.get(i).warnings(), second.get(i).warnings());
      assertEquals(first.get(i).error(), second.get(i).error());
    }
    assertTrue(second.get(2).seconds() > 0, second::toString);
  }

  @Test
  void imageThatEndsWorkersIsARowAndSeveralAreDoneOneByOne() throws Exception {
    write("a");
    worker.losses = 1;
    assertEquals(List.of(State.DONE), states(run(image("a", Earlier.NONE))));
    worker.losses = 2;
    List<CohortRow> rows = run(image("b", Earlier.NONE));
    assertEquals(List.of(State.FAILED), states(rows));
    assertTrue(rows.get(0).error().startsWith("b: 2 workers ended"), rows::toString);
    assertEquals(List.of(), run(image("a", Earlier.NONE), image("b", Earlier.NONE)));
  }

  @Test
  void labelsOfTheSameModelAreKeptAndThoseOfOthersReplaced() throws Exception {
    write("a", "b");
    run(image("a", Earlier.NONE), image("b", Earlier.NONE));
    CohortImage same = image("a", Earlier.SAME);
    CohortImage other = image("b", Earlier.OTHER);
    Files.setLastModifiedTime(labels(same), LONG_AGO);
    Files.setLastModifiedTime(labels(other), LONG_AGO);
    assertEquals(List.of(State.KEPT, State.DONE), states(run(same, other)));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(labels(same)));
    assertTrue(Files.getLastModifiedTime(labels(other)).compareTo(LONG_AGO) > 0);
  }

  @Test
  void aPictureThatIsNotThereIsDrawn() throws Exception {
    write("a");
    Path picture = folder.resolve("a.png");
    CohortImage plain = image("a", Earlier.NONE);
    run(plain);
    CohortImage drawn =
        new CohortImage(
            plain.name(), plain.files(), 1, plain.labels(), picture.toString(), Earlier.SAME);
    assertEquals(List.of(State.DONE), states(run(drawn)));
    assertTrue(Files.exists(picture));
    assertEquals(List.of(State.KEPT), states(run(drawn)));
  }

  @Test
  void aBundleThatIsGivenUpEndsAfterItsImage() throws Exception {
    write("a", "b");
    List<CohortImage> images = List.of(image("a", Earlier.NONE), image("b", Earlier.NONE));
    run(images.get(0)); // opens the model
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> work.run(new CohortBundle(images), worker));
    assertFalse(Thread.interrupted());
    assertFalse(Files.exists(labels(images.get(1))));
  }
}
