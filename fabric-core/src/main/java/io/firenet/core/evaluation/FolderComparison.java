package io.firenet.core.evaluation;

import io.firenet.core.data.ProgressListener;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.NameList;
import io.firenet.folder.FolderContents;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.layout.ListedLabels;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A folder of predicted label maps beside one of references. A case is two files of one name, in
 * whatever formats.
 */
public final class FolderComparison {

  private static final int MOST_NAMED = 5;

  private final Map<String, Path> predictions;
  private final Map<String, Path> references;
  private final ListedLabels known;
  private final TreeSet<Integer> found = new TreeSet<>();

  /**
   * Lists both folders.
   *
   * @param predicted the folder of predictions
   * @param reference the folder of references, whose names say which cases are compared
   * @param known labels and regions, as far as they are known; voxels of a reference that have a
   *     value called {@link FolderContents#IGNORE} do not count, and it is no label
   * @throws InvalidDatasetException if there is no reference, or one without a prediction, or two
   *     files are called alike
   * @throws IOException if a folder cannot be listed
   */
  public FolderComparison(Path predicted, Path reference, ListedLabels known) throws IOException {
    this.known = known;
    predictions = byName(predicted);
    references = byName(reference);
    if (references.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: expected label maps, %s, the folder has none"
              .formatted(reference, ImageFormats.readable()));
    }
    List<String> missing =
        references.keySet().stream().filter(name -> !predictions.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: no prediction for %s of %s cases of %s: %s"
              .formatted(
                  predicted,
                  missing.size(),
                  references.size(),
                  reference,
                  NameList.first(missing, MOST_NAMED)));
    }
  }

  private static Map<String, Path> byName(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : ImageFolder.list(folder).images()) {
      Path other = files.put(ImageFormats.stem(file), file);
      if (other != null) {
        throw new InvalidDatasetException(
            "%s and %s are of one case; leave one of them".formatted(other, file));
      }
    }
    return files;
  }

  /**
   * Names of the predictions that have no reference and are left out.
   *
   * @return names without ending, sorted
   */
  public List<String> unreferenced() {
    return predictions.keySet().stream().filter(name -> !references.containsKey(name)).toList();
  }

  /**
   * Compares all cases.
   *
   * @param distances whether surface distances are measured too
   * @param progress told after each case
   * @return metrics of the regions, or else of the labels that occur anywhere, case by case
   * @throws InvalidDatasetException if two label maps are not on one grid
   * @throws IOException if a label map cannot be read
   */
  public EvaluationSummary compare(boolean distances, ProgressListener progress)
      throws IOException {
    List<CaseMetrics> cases = new ArrayList<>();
    for (Map.Entry<String, Path> one : references.entrySet()) {
      Path file = predictions.get(one.getKey());
      LabelMap predicted = ImageFormats.readLabels(file);
      LabelMap reference = withoutIgnored(ImageFormats.readLabels(one.getValue()));
      find(predicted);
      find(reference);
      Structures structures = structures();
      try {
        cases.add(
            new CaseMetrics(
                one.getKey(),
                distances
                    ? structures.compare(predicted, reference)
                    : structures.compareOverlap(predicted, reference),
                file,
                one.getValue()));
      } catch (IllegalArgumentException e) {
        throw new InvalidDatasetException(
            "%s and %s: %s".formatted(file, one.getValue(), e.getMessage()), e);
      }
      progress.caseDone(cases.size(), references.size(), one.getKey());
    }
    return known.regions().isEmpty()
        ? new EvaluationSummary(cases.stream().map(this::ofFound).toList())
        : new EvaluationSummary(cases, known.regions());
  }

  /** What is compared, as far as it was found by now. */
  private Structures structures() {
    int most = known.names().keySet().stream().mapToInt(value -> value + 1).max().orElse(0);
    List<String> labels =
        IntStream.range(0, Math.max(found.isEmpty() ? 2 : found.last() + 1, most))
            .mapToObj(label -> known.names().getOrDefault(label, "label " + label))
            .toList();
    return new Structures(labels, known.regions());
  }

  private boolean isIgnored(int value) {
    return value > 0 && FolderContents.IGNORE.equals(known.names().get(value));
  }

  private LabelMap withoutIgnored(LabelMap reference) {
    if (known.names().keySet().stream().noneMatch(this::isIgnored)) {
      return reference;
    }
    short[] data = reference.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = isIgnored(data[i]) ? LabelMap.IGNORED : data[i];
    }
    return new LabelMap(reference.geometry(), data);
  }

  /** The labels that occur anywhere; where a case has one in neither map, it is undefined. */
  private CaseMetrics ofFound(CaseMetrics one) {
    LabelMetrics any = one.metrics().values().iterator().next();
    long voxels = any.predicted() + any.falseNegatives() + any.trueNegatives();
    Map<Integer, LabelMetrics> metrics = new TreeMap<>();
    for (int label : found) {
      LabelMetrics absent = new LabelMetrics(0, 0, 0, voxels, Double.NaN, Double.NaN, Double.NaN);
      metrics.put(label, one.metrics().getOrDefault(label, absent));
    }
    return new CaseMetrics(one.caseId(), metrics, one.predictionFile(), one.referenceFile());
  }

  /**
   * Names of the regions, or else of the labels that are known or were found, background first.
   *
   * @return {@code label 3} for a value of unknown name
   */
  public List<String> names() {
    return structures().names();
  }

  /** Notes the labels that occur. */
  private void find(LabelMap map) {
    boolean[] seen = new boolean[Short.MAX_VALUE + 1];
    for (short label : map.data()) {
      seen[Math.max(0, label)] = true;
    }
    for (int label = 1; label < seen.length; label++) {
      if (seen[label] && !isIgnored(label)) {
        found.add(label);
      }
    }
  }
}
