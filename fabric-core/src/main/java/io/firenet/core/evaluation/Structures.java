package io.firenet.core.evaluation;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Region;
import io.firenet.model.ModelCard;
import io.firenet.volume.LabelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What of label maps is compared and shown: each label but the background, or, where a head is for
 * regions, each region. They are numbered from 1 on.
 *
 * @param labels names of the labels 0, 1, …
 * @param regions if they are what is compared, else empty
 */
public record Structures(List<String> labels, List<Region> regions) {

  public Structures {
    labels = List.copyOf(labels);
    regions = List.copyOf(regions);
  }

  /**
   * Those of a dataset.
   *
   * @param dataset a dataset for a segmentation
   * @return its regions, or its labels where there are none
   */
  public static Structures of(DatasetDescriptor dataset) {
    return new Structures(dataset.labels(), dataset.regions());
  }

  /**
   * Those of a model.
   *
   * @param card of a model for a segmentation
   * @return its regions, or its labels where there are none
   */
  public static Structures of(ModelCard card) {
    return new Structures(card.labels(), card.regions());
  }

  /** Labels without names. */
  static Structures ofLabels(int count) {
    return new Structures(
        IntStream.range(0, count).mapToObj(Integer::toString).toList(), List.of());
  }

  /**
   * Their names by number; the first is the background's.
   *
   * @return one more than there are structures
   */
  public List<String> names() {
    if (regions.isEmpty()) {
      return labels;
    }
    List<String> names = new ArrayList<>(labels.subList(0, 1));
    regions.forEach(region -> names.add(region.name()));
    return names;
  }

  /**
   * Names for a picture of a label map, by label: where a region paints a label, that one's, since
   * the label stands for what of the region no later one covers.
   *
   * @return one for each label
   */
  public List<String> pictureNames() {
    List<String> names = new ArrayList<>(labels);
    regions.forEach(region -> names.set(region.paints(), region.name()));
    return names;
  }

  /**
   * One of them in a label map.
   *
   * @param labels which of the map's labels are in it
   * @param paints the label that stands for it in a picture
   */
  public record Painted(String name, List<Integer> labels, int paints) {}

  /**
   * All of them, by number.
   *
   * @return structures from 1 on
   */
  public List<Painted> painted() {
    if (!regions.isEmpty()) {
      return regions.stream().map(r -> new Painted(r.name(), r.labels(), r.paints())).toList();
    }
    return IntStream.range(1, labels.size())
        .mapToObj(label -> new Painted(labels.get(label), List.of(label), label))
        .toList();
  }

  /**
   * How many voxels of a label map are in each, by number.
   *
   * @param map {@code [D,H,W]}
   * @return a voxel counts for each region that has it
   */
  public Map<Integer, Long> voxels(LabelMap map) {
    long[] counts = new long[labels.size()];
    for (short label : map.data()) {
      if (label >= 0 && label < counts.length) {
        counts[label]++;
      }
    }
    Map<Integer, Long> voxels = new TreeMap<>();
    for (Painted each : painted()) {
      voxels.put(voxels.size() + 1, each.labels().stream().mapToLong(l -> counts[l]).sum());
    }
    return voxels;
  }

  /**
   * All metrics of a prediction, by number.
   *
   * @param predicted {@code [D,H,W]}
   * @param reference {@code [D,H,W]}, on the same grid
   * @return overlap, and distances in mm
   * @throws IllegalArgumentException if the grids differ
   */
  public Map<Integer, LabelMetrics> compare(LabelMap predicted, LabelMap reference) {
    return compare(predicted, reference, true);
  }

  /**
   * Like {@link #compare(LabelMap, LabelMap)} without the distances, which are NaN.
   *
   * @param predicted {@code [D,H,W]}
   * @param reference {@code [D,H,W]}, on the same grid
   * @return overlap alone
   */
  public Map<Integer, LabelMetrics> compareOverlap(LabelMap predicted, LabelMap reference) {
    return compare(predicted, reference, false);
  }

  private Map<Integer, LabelMetrics> compare(
      LabelMap predicted, LabelMap reference, boolean distances) {
    if (regions.isEmpty()) {
      return SegmentationMetrics.compare(predicted, reference, labels.size(), distances);
    }
    Map<Integer, LabelMetrics> metrics = new TreeMap<>();
    for (Region region : regions) {
      metrics.put(
          metrics.size() + 1,
          SegmentationMetrics.compare(
                  mask(predicted, region), mask(reference, region), 2, distances)
              .get(1));
    }
    return metrics;
  }

  private LabelMap mask(LabelMap map, Region region) {
    short[] in = new short[labels.size()];
    region.labels().forEach(label -> in[label] = 1);
    short[] mask = new short[map.data().length];
    for (int i = 0; i < mask.length; i++) {
      short label = map.data()[i];
      mask[i] = label == LabelMap.IGNORED ? label : label > 0 && label < in.length ? in[label] : 0;
    }
    return new LabelMap(map.geometry(), mask);
  }
}
