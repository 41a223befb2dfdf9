package io.firenet.dataset.phantom;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Generated abdomens in miniature, of varying size, spacing, shape and brightness. Options: {@code
 * task} (segmentation; see {@link Task}), {@code cases} (24), {@code seed} (1), {@code size}, the
 * longest side in voxels (48), and {@code labelled}, of how many axial slices one is labelled, from
 * another one on in each image (1); the others are to be ignored then.
 */
@ServiceProvider(DatasetProvider.class)
public final class PhantomDataset implements DatasetProvider {

  @Override
  public DatasetDescriptor descriptor() {
    return Task.SEGMENTATION.descriptor();
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    if (source.folder().isPresent()) {
      throw new InvalidDatasetException(
          "dataset 'phantom' is generated and reads no folder, got " + source.folder().get());
    }
    Map<String, String> options = source.options();
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(Set.of("task", "cases", "seed", "size", "labelled"));
    if (!unknown.isEmpty()) {
      throw new InvalidDatasetException(
          "dataset 'phantom' has the options task, cases, seed, size and labelled, got " + unknown);
    }
    int cases = (int) number(options, "cases", 24, 1, 10_000);
    long seed = number(options, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    int size = (int) number(options, "size", 48, 24, 256);
    int labelled = (int) number(options, "labelled", 1, 1, 24);
    Task task = Task.of(options.getOrDefault("task", "segmentation"));
    return new Generated(
        task.descriptor(),
        IntStream.range(0, cases).mapToObj(i -> task.generate(i, seed, size, labelled)).toList());
  }

  private static long number(
      Map<String, String> options, String name, long otherwise, long min, long max)
      throws InvalidDatasetException {
    String text = options.getOrDefault(name, Long.toString(otherwise));
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new InvalidDatasetException(
        "dataset 'phantom': %s must be a whole number from %s to %s, got '%s'"
            .formatted(name, min, max, text));
  }

  private record Generated(DatasetDescriptor descriptor, List<Case> cases) implements Dataset {}
}
