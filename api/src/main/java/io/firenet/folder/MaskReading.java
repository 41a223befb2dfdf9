package io.firenet.folder;

import static java.util.stream.Collectors.joining;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFormats;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a mask for each label as one label map. Where masks overlap, the label that comes later in
 * the descriptor has the voxel, as in nnU-Net's and TotalSegmentator's conversions: what lies in an
 * organ stands behind it. Voxels of a mask of what is to be ignored do not count, whatever else
 * they are in.
 */
final class MaskReading {

  private static final int PAIRS_SHOWN = 3;

  private final String id;
  private final LabelFiles.Masks masks;
  private final DatasetDescriptor descriptor;
  private final LabelMapping mapping;
  private final Map<String, Integer> overlaps = new TreeMap<>();

  MaskReading(
      String id, LabelFiles.Masks masks, DatasetDescriptor descriptor, LabelMapping mapping) {
    this.id = id;
    this.masks = masks;
    this.descriptor = descriptor;
    this.mapping = mapping;
  }

  /** A mask and the label that it becomes. */
  private record Mask(short label, Path file) {}

  Target.Labels read() throws IOException {
    List<Mask> inOrder =
        masks.byValue().entrySet().stream()
            .map(mask -> new Mask(mapping.labelOf()[mask.getKey()], mask.getValue()))
            .filter(mask -> mask.label > 0 || mask.label == LabelMap.IGNORED)
            .sorted(Comparator.comparing(mask -> mask.label & 0xffff)) // what is ignored comes last
            .toList();
    if (inOrder.stream().noneMatch(mask -> mask.label > 0)) {
      throw new InvalidDatasetException(
          "%s: case '%s' of dataset '%s' expects masks of %s, found none of them"
              .formatted(
                  masks.folder(),
                  id,
                  descriptor.name(),
                  descriptor.labels().subList(1, descriptor.labels().size())));
    }
    LabelMap first = ImageFormats.readLabels(inOrder.get(0).file);
    short[] labels = new short[first.data().length];
    for (Mask mask : inOrder) {
      LabelMap next = mask == inOrder.get(0) ? first : ImageFormats.readLabels(mask.file);
      ChannelFiles.requireSameGrid(
          mask.file, next.geometry(), inOrder.get(0).file, first.geometry(), "a case's masks");
      paint(next.data(), mask.label, labels);
    }
    return new Target.Labels(new LabelMap(first.geometry(), labels), notes());
  }

  private void paint(short[] mask, short label, short[] labels) {
    int[] below = new int[Math.max(0, label)];
    for (int at = 0; at < mask.length; at++) {
      if (mask[at] != 0) {
        if (label > 0 && labels[at] != 0 && labels[at] != label) {
          below[labels[at]]++;
        }
        labels[at] = label;
      }
    }
    for (int other = 1; other < below.length; other++) {
      if (below[other] > 0) {
        List<String> names = descriptor.labels();
        String pair = "%s over %s".formatted(names.get(label), names.get(other));
        overlaps.merge(pair, below[other], Integer::sum);
      }
    }
  }

  private List<String> notes() {
    if (overlaps.isEmpty()) {
      return List.of();
    }
    String largest =
        overlaps.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(PAIRS_SHOWN)
            .map(pair -> "%s %s".formatted(pair.getKey(), pair.getValue()))
            .collect(joining(", "));
    return List.of(
        "%s: %s voxels are in more than one mask, the later label has them: %s%s"
            .formatted(
                masks.folder(),
                overlaps.values().stream().mapToLong(Integer::longValue).sum(),
                largest,
                overlaps.size() > PAIRS_SHOWN ? ", …" : ""));
  }
}
