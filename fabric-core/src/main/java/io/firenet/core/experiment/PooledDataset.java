package io.firenet.core.experiment;

import io.firenet.core.data.Split;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.Target;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Several datasets of the same labels as one, so that one head learns them all. */
final class PooledDataset implements Dataset {

  /** The name of every such dataset. */
  static final String NAME = "pooled";

  private static final String SEPARATOR = "--";

  private final DatasetDescriptor descriptor;
  private final List<Case> cases = new ArrayList<>();

  /**
   * @param parts by name, at least one
   * @throws IllegalArgumentException if they differ in labels or number of channels
   */
  PooledDataset(Map<String, Dataset> parts) {
    DatasetDescriptor first = parts.values().iterator().next().descriptor();
    parts.forEach(
        (name, part) -> {
          DatasetDescriptor other = part.descriptor();
          if (!mixes(first, other)) {
            throw new IllegalArgumentException(
                "datasets that are pooled need the same labels and as many channels; %s has %s and %s, %s has %s and %s"
                    .formatted(
                        first.name(),
                        first.labels(),
                        first.channels().size(),
                        name,
                        other.labels(),
                        other.channels().size()));
          }
          part.cases().forEach(one -> cases.add(new PooledCase(name, one)));
        });
    descriptor =
        DatasetDescriptor.builder(NAME)
            .title(String.join(", ", parts.keySet()))
            .channels(first.channels())
            .labels(first.labels())
            .decoder(first.decoder())
            .licence(joined(parts, DatasetDescriptor::licence))
            .citation(joined(parts, DatasetDescriptor::citation))
            .needsFolder(false)
            .regions(first.regions())
            .build();
  }

  static boolean mixes(DatasetDescriptor one, DatasetDescriptor other) {
    return one.labels().equals(other.labels())
        && one.decoder().equals(other.decoder())
        && one.regions().equals(other.regions())
        && one.channels().size() == other.channels().size();
  }

  private static String joined(
      Map<String, Dataset> parts, Function<DatasetDescriptor, String> text) {
    return String.join(
        "; ",
        parts.values().stream().map(part -> text.apply(part.descriptor())).distinct().toList());
  }

  /** The split of the whole that the parts' splits make. */
  static Split split(Map<String, Split> parts) {
    List<String> training = new ArrayList<>();
    List<String> validation = new ArrayList<>();
    parts.forEach(
        (name, split) -> {
          split.training().forEach(id -> training.add(name + SEPARATOR + id));
          split.validation().forEach(id -> validation.add(name + SEPARATOR + id));
        });
    return new Split(training, validation);
  }

  /** Opens the datasets that it was made for, whatever the source. */
  DatasetProvider provider() {
    return new DatasetProvider() {
      @Override
      public DatasetDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public Dataset open(DatasetSource source) {
        return PooledDataset.this;
      }
    };
  }

  @Override
  public DatasetDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public List<Case> cases() {
    return List.copyOf(cases);
  }

  /** A case of one of the parts. */
  private record PooledCase(String part, Case original) implements Case {

    @Override
    public String id() {
      return part + SEPARATOR + original.id();
    }

    @Override
    public String subject() {
      return part + SEPARATOR + original.subject();
    }

    @Override
    public Volume image() throws IOException {
      return original.image();
    }

    @Override
    public ImageGeometry geometry() throws IOException {
      return original.geometry();
    }

    @Override
    public LabelMap labels() throws IOException {
      return original.labels();
    }

    @Override
    public Target target() throws IOException {
      return original.target();
    }

    @Override
    public Optional<Path> imageFile() {
      return original.imageFile();
    }

    @Override
    public List<Path> imageFiles() {
      return original.imageFiles();
    }

    @Override
    public List<Path> labelFiles() {
      return original.labelFiles();
    }

    @Override
    public Optional<Path> labelFile() {
      return original.labelFile();
    }
  }
}
