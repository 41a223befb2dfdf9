package io.firenet.core;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A dataset in memory, one channel, labels 0 to 2. */
public record FakeDataset(List<Case> cases) implements Dataset {

  public static final ImageGeometry GRID =
      new ImageGeometry(new GridSize(4, 5, 6), Affine.scaling(1, 1.5, 2));

  @Override
  public DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder("fake")
        .title("Fake")
        .channels("MRI")
        .labels("background", "anterior", "posterior")
        .licence("none")
        .citation("none")
        .needsFolder(false)
        .build();
  }

  /** Reads one part of a case. */
  @FunctionalInterface
  public interface Part<T> {
    T read() throws IOException;
  }

  /** A case whose parts can be made to fail. */
  public record FakeCase(String id, String subject, Part<Volume> first, Part<LabelMap> second)
      implements Case {

    /** A sound case. */
    public static FakeCase sound(String id) {
      return new FakeCase(id, id, FakeDataset::image, FakeDataset::labelMap);
    }

    public FakeCase withImage(Part<Volume> other) {
      return new FakeCase(id, subject, other, second);
    }

    /** Whose image is read until the reading thread is interrupted. */
    public FakeCase hanging(CountDownLatch reading, Runnable whenInterrupted) {
      return withImage(
          () -> {
            reading.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              whenInterrupted.run();
            }
            throw new InterruptedIOException("interrupted");
          });
    }

    public FakeCase withLabels(Part<LabelMap> other) {
      return new FakeCase(id, subject, first, other);
    }

    @Override
    public Volume image() throws IOException {
      return first.read();
    }

    @Override
    public LabelMap labels() throws IOException {
      return second.read();
    }
  }

  /** A case whose files are named, and whose parts are sound if they are asked for. */
  public record FileCase(String id, Path imagePath, Path labelPath) implements Case {
    @Override
    public Volume image() {
      return FakeDataset.image();
    }

    @Override
    public LabelMap labels() {
      return FakeDataset.labelMap();
    }

    @Override
    public Optional<Path> imageFile() {
      return Optional.of(imagePath);
    }

    @Override
    public Optional<Path> labelFile() {
      return Optional.of(labelPath);
    }
  }

  public static Volume image() {
    float[] data = new float[(int) GRID.size().voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    return new Volume(GRID, 1, data);
  }

  public static LabelMap labelMap() {
    short[] data = new short[(int) GRID.size().voxels()];
    data[40] = 1;
    data[41] = 2;
    return new LabelMap(GRID, data);
  }
}
