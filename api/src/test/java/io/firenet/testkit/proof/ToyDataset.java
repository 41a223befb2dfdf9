package io.firenet.testkit.proof;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.format.ImageFormats;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A faultless dataset of pairs {@code X.nii} and {@code X.labels}; each fault overrides a step. */
public class ToyDataset implements DatasetProvider {

  static final ImageGeometry GRID = ImageGeometry.axisAligned(new GridSize(3, 4, 5), 1);

  static Path write(Path folder) throws IOException {
    for (String id : List.of("a", "b")) {
      short[] labels = new short[60];
      labels[30] = 1;
      Files.createDirectories(folder);
      ImageFormats.write(folder.resolve(id + ".nii"), new Volume(GRID, 1, new float[60]));
      Path file = folder.resolve(id + ".labels.nii");
      ImageFormats.write(file, new LabelMap(GRID, labels));
      Files.move(file, folder.resolve(id + ".labels"));
    }
    return folder;
  }

  @Override
  public DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder("toy")
        .title("Toy")
        .channels("MR")
        .labels("none", "bone")
        .build();
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    Path folder =
        source.folder().orElseThrow(() -> new InvalidDatasetException("toy needs a folder"));
    List<Case> cases = new ArrayList<>();
    for (Path image : images(folder)) {
      cases.add(new ToyCase(this, image));
    }
    if (cases.isEmpty()) {
      throw new InvalidDatasetException(folder + ": no .nii file");
    }
    return new Opened(descriptor(), cases);
  }

  List<Path> images(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InvalidDatasetException(folder + ": no such folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".nii")).sorted().toList();
    }
  }

  String id(Path image) {
    return image.getFileName().toString().replace(".nii", "");
  }

  Volume image(Path file) throws IOException {
    return ImageFormats.readVolume(file);
  }

  ImageGeometry geometry(Path file) throws IOException {
    return image(file).geometry();
  }

  LabelMap labels(Path file) throws IOException {
    return ImageFormats.readLabels(file);
  }

  Target target(Path file) throws IOException {
    return new Target.Labels(labels(file));
  }

  private record Opened(DatasetDescriptor descriptor, List<Case> cases) implements Dataset {}

  private record ToyCase(ToyDataset dataset, Path file) implements Case {
    @Override
    public String id() {
      return dataset.id(file);
    }

    @Override
    public Volume image() throws IOException {
      return dataset.image(file);
    }

    @Override
    public ImageGeometry geometry() throws IOException {
      return dataset.geometry(file);
    }

    @Override
    public LabelMap labels() throws IOException {
      return dataset.labels(labelFile().orElseThrow());
    }

    @Override
    public Target target() throws IOException {
      return dataset.target(labelFile().orElseThrow());
    }

    @Override
    public Optional<Path> imageFile() {
      return Optional.of(file);
    }

    @Override
    public Optional<Path> labelFile() {
      return Optional.of(Path.of(file.toString().replace(".nii", ".labels")));
    }
  }
}
