package io.firenet.testkit.proof;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;

/** One mistake each. */
final class FaultyDatasets {

  private FaultyDatasets() {}

  private static DatasetDescriptor titled(DatasetDescriptor from, String title) {
    return from.toBuilder().title(title).build();
  }

  public static class ChangingDescriptor extends ToyDataset {
    @Override
    public DatasetDescriptor descriptor() {
      return titled(super.descriptor(), UUID.randomUUID().toString());
    }
  }

  static class NotPublic extends ToyDataset {}

  public static class RandomIds extends ToyDataset {
    @Override
    String id(Path image) {
      return UUID.randomUUID().toString();
    }
  }

  public static class IdsWithFolders extends ToyDataset {
    @Override
    String id(Path image) {
      return image.toString();
    }
  }

  public static class OneId extends ToyDataset {
    @Override
    String id(Path image) {
      return "case";
    }
  }

  public static class EagerReading extends ToyDataset {
    @Override
    List<Path> images(Path folder) throws IOException {
      List<Path> images = super.images(folder);
      for (Path image : images) {
        image(image);
      }
      return images;
    }
  }

  public static class RuntimeExceptionOnBadImage extends ToyDataset {
    @Override
    Volume image(Path file) throws IOException {
      if (Files.size(file) == 0) {
        throw new IllegalStateException("corrupt");
      }
      return super.image(file);
    }
  }

  public static class HalfImage extends ToyDataset {
    @Override
    Volume image(Path file) throws IOException {
      try {
        return super.image(file);
      } catch (IOException e) {
        if (Files.size(file) == 0) {
          throw e;
        }
        return new Volume(GRID, 1, new float[60]); // as much as could be read
      }
    }
  }

  public static class ZerosForMissingLabels extends ToyDataset {
    @Override
    List<Path> images(Path folder) throws IOException {
      return Files.isRegularFile(folder.resolve("a.labels"))
          ? super.images(folder)
          : List.of(folder.resolve("a.nii"));
    }

    @Override
    Volume image(Path file) throws IOException {
      return Files.exists(file) ? super.image(file) : new Volume(GRID, 1, new float[60]);
    }
  }

  public static class ErrorWithoutFile extends ToyDataset {
    @Override
    LabelMap labels(Path file) throws IOException {
      try {
        return super.labels(file);
      } catch (IOException e) {
        throw new IOException("cannot read", e);
      }
    }
  }

  public static class ClassBeyondTheLabels extends ToyDataset {
    @Override
    Target target(Path file) {
      return new Target.Category(2);
    }
  }

  public static class ValuesWithoutQuantities extends ToyDataset {
    @Override
    Target target(Path file) {
      return new Target.Values(List.of(1.5));
    }
  }

  public static class OtherGrid extends ToyDataset {
    @Override
    LabelMap labels(Path file) throws IOException {
      ImageGeometry turned = ImageGeometry.axisAligned(new GridSize(5, 4, 3), 1);
      return new LabelMap(turned, super.labels(file).data());
    }
  }

  public static class OtherGeometry extends ToyDataset {
    @Override
    ImageGeometry geometry(Path file) throws IOException {
      super.geometry(file);
      return ImageGeometry.axisAligned(GRID.size(), 2);
    }
  }

  public static class TwoChannels extends ToyDataset {
    @Override
    Volume image(Path file) throws IOException {
      float[] one = super.image(file).data();
      return new Volume(GRID, 2, Arrays.copyOf(one, 2 * one.length));
    }
  }

  public static class NotANumber extends ToyDataset {
    @Override
    Volume image(Path file) throws IOException {
      Volume image = super.image(file);
      image.data()[7] = Float.NaN;
      return image;
    }
  }

  public static class UndeclaredLabel extends ToyDataset {
    @Override
    LabelMap labels(Path file) throws IOException {
      LabelMap labels = super.labels(file);
      labels.data()[7] = 2;
      return labels;
    }
  }

  public static class NegativeLabel extends ToyDataset {
    @Override
    LabelMap labels(Path file) throws IOException {
      LabelMap labels = super.labels(file);
      labels.data()[7] = -1;
      return labels;
    }
  }

  public static class NoisyReading extends ToyDataset {
    private int reads;

    @Override
    Volume image(Path file) throws IOException {
      Volume image = super.image(file);
      image.data()[0] = reads++;
      return image;
    }
  }

  public static class OneThreadOnly extends ToyDataset {
    private final Thread owner = Thread.currentThread();

    @Override
    Volume image(Path file) throws IOException {
      if (Thread.currentThread() != owner) {
        throw new IllegalStateException("buffer in use");
      }
      return super.image(file);
    }
  }

  public static class RuntimeExceptionOnWrongFolder extends ToyDataset {
    @Override
    List<Path> images(Path folder) {
      return Arrays.stream(folder.toFile().listFiles((in, name) -> name.endsWith(".nii")))
          .map(File::toPath)
          .sorted()
          .toList();
    }
  }

  public static class UnnamedFolder extends ToyDataset {
    @Override
    public Dataset open(DatasetSource source) throws IOException {
      try {
        return super.open(source);
      } catch (IOException e) {
        throw new IOException("not a toy", e);
      }
    }
  }

  public static class NoSuchElementWithoutFolder extends ToyDataset {
    @Override
    public Dataset open(DatasetSource source) throws IOException {
      return super.open(DatasetSource.of(source.folder().orElseThrow()));
    }
  }

  public static class NeedsJUnit extends ToyDataset {
    public NeedsJUnit() {
      try {
        getClass().getClassLoader().loadClass("org.junit.jupiter.api.Test");
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static class ReadsWithJUnit extends ToyDataset {
    @Override
    Volume image(Path file) throws IOException {
      Assertions.assertTrue(Files.exists(file), () -> file + " is absent");
      return super.image(file);
    }
  }
}
