package io.firenet.core.data;

import io.firenet.core.data.Problem.Severity;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Target;
import io.firenet.format.ImageFormats;
import io.firenet.preprocess.ChannelValues;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Examines one case. */
final class CaseVerifier {

  /** How far two affines may lie apart, as a part of the longest voxel side: float32 headers do. */
  private static final double AFFINE_TOLERANCE = 1e-3;

  private final Case subject;
  private final DatasetDescriptor descriptor;
  private final List<Problem> problems = new ArrayList<>();
  private final List<ChannelIntensities> channels = new ArrayList<>();
  private @Nullable CaseLabels labels;

  CaseVerifier(Case subject, DatasetDescriptor descriptor) {
    this.subject = subject;
    this.descriptor = descriptor;
  }

  /** What was found. */
  record Verified(
      List<Problem> problems, Optional<CaseLabels> labels, Optional<CaseFigures> figures) {}

  Verified verify() {
    // The image is let go before the labels are read: only its geometry is needed further on.
    ImageGeometry grid = verifyImage();
    Target target = read("labels", subject.labelFiles(), subject::target);
    if (target != null) {
      verifyTarget(target, grid);
    }
    Optional<CaseLabels> counted = Optional.ofNullable(labels);
    return new Verified(
        problems,
        counted,
        grid == null
            ? Optional.empty()
            : Optional.of(new CaseFigures(subject.id(), grid, channels, counted)));
  }

  private void verifyTarget(Target target, @Nullable ImageGeometry grid) {
    descriptor.misfit(target).ifPresent(this::labelError);
    if (target instanceof Target.Labels labels) {
      verifyLabelValues(labels.map());
      this.labels = CaseLabels.of(subject.id(), labels.map(), descriptor.labels().size());
      labels.notes().forEach(note -> labelProblem(note, Severity.WARNING));
      if (grid != null) {
        verifyGrid(grid, labels.map().geometry());
      }
    }
  }

  private @Nullable ImageGeometry verifyImage() {
    Volume image = read("image", subject.imageFiles(), subject::image);
    if (image == null) {
      return null;
    }
    if (image.channels() != descriptor.channels().size()) {
      imageError(
          "the dataset declares %s channels %s, the image has %s"
              .formatted(descriptor.channels().size(), descriptor.channels(), image.channels()));
    }
    image.geometry().implausibleSpacing().ifPresent(this::imageError);
    verifyValues(image);
    noteReading();
    return image.geometry();
  }

  /** What the file's reader had to decide. */
  private void noteReading() {
    Path file = subject.imageFile().orElse(null);
    if (file != null && Files.isRegularFile(file)) {
      try {
        for (String note : ImageFormats.open(file).notes()) {
          problems.add(new Problem(subject.id(), file, note, Severity.WARNING));
        }
      } catch (IOException e) {
        // The dataset reads it in a way of its own.
      }
    }
  }

  private void verifyValues(Volume image) {
    for (int channel = 0; channel < image.channels(); channel++) {
      ChannelValues values = ChannelValues.of(image, channel);
      values.nonFinite().ifPresent(this::imageError);
      values.blank().ifPresent(fault -> imageError(fault + ", it has no information"));
      if (values.bad() < image.size().voxels()) {
        channels.add(ChannelIntensities.of(image, channel));
      }
    }
  }

  private void verifyLabelValues(LabelMap labels) {
    int declared = descriptor.labels().size();
    boolean foreground = false;
    int ignored = 0;
    Map<Integer, Integer> foreign = new TreeMap<>();
    for (short value : labels.data()) {
      foreground |= value > 0;
      if (value == LabelMap.IGNORED) {
        ignored++;
      } else if (value < 0 || value >= declared) {
        foreign.merge((int) value, 1, Integer::sum);
      }
    }
    if (!foreign.isEmpty()) {
      String found =
          foreign.entrySet().stream()
              .map(e -> "%s (%s voxels)".formatted(e.getKey(), e.getValue()))
              .collect(Collectors.joining(", "));
      labelError(
          "the dataset declares labels 0 to %s, the file also has %s"
              .formatted(declared - 1, found));
    }
    if (ignored == labels.data().length) {
      labelProblem("all voxels are to be ignored, nothing can be learnt of it", Severity.WARNING);
    } else if (!foreground) {
      labelProblem(
          ignored == 0 ? "all voxels are background" : "all voxels that count are background",
          Severity.WARNING);
    }
  }

  private void verifyGrid(ImageGeometry image, ImageGeometry labels) {
    double[] spacing = image.spacingMm();
    boolean sane = image.implausibleSpacing().isEmpty();
    if (!image.size().equals(labels.size())) {
      labelError(
          "labels must lie on the image's grid of %s voxels, theirs has %s (depth×height×width)"
              .formatted(image.size(), labels.size()));
      return;
    }
    double toleranceMm = AFFINE_TOLERANCE * Arrays.stream(spacing).max().orElseThrow();
    if (sane && !image.matches(labels, toleranceMm)) {
      labelError(
          String.format(
              Locale.ROOT,
              "labels must have the image's affine, they differ by up to %.4g mm: image %s, labels"
                  + " %s",
              image.voxelToWorld().maxDifference(labels.voxelToWorld()),
              image.voxelToWorld(),
              labels.voxelToWorld()));
    }
  }

  /** Reads one part of the case, or notes why that cannot be done. */
  private <T> @Nullable T read(String what, List<Path> files, Reader<T> reader) {
    Path path = files.isEmpty() ? null : files.get(0);
    String fault = null;
    for (Path file : files) {
      if (fault == null) {
        fault = inaccessible(file);
        path = fault == null ? path : file;
      }
    }
    if (fault == null) {
      try {
        return reader.read();
      } catch (IOException | RuntimeException e) {
        // A plugin may fail in any way; verification goes on with the next file.
        String message = e.getMessage();
        fault =
            "the %s cannot be read: %s".formatted(what, message == null ? e.toString() : message);
      }
    }
    problems.add(new Problem(subject.id(), path, fault, Severity.ERROR));
    return null;
  }

  private static @Nullable String inaccessible(Path file) {
    if (!Files.exists(file)) {
      return "the file is missing";
    }
    if (!Files.isRegularFile(file)) {
      return "a file is expected, this is a folder";
    }
    return Files.isReadable(file) ? null : "the file may not be read, its permissions forbid it";
  }

  private void imageError(String message) {
    problems.add(
        new Problem(subject.id(), subject.imageFile().orElse(null), message, Severity.ERROR));
  }

  private void labelError(String message) {
    labelProblem(message, Severity.ERROR);
  }

  private void labelProblem(String message, Severity severity) {
    problems.add(new Problem(subject.id(), subject.labelFile().orElse(null), message, severity));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read() throws IOException;
  }
}
