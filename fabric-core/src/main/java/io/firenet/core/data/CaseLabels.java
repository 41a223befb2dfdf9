package io.firenet.core.data;

import io.firenet.volume.LabelMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How many voxels of a case have each label.
 *
 * @param caseId the case
 * @param voxels by label, background included
 * @param ignored how many do not count
 */
public record CaseLabels(String caseId, List<Long> voxels, long ignored) {

  public CaseLabels {
    voxels = List.copyOf(voxels);
  }

  /**
   * Counts the voxels of a label map. Values that are no labels are left out.
   *
   * @param caseId the case's id
   * @param map {@code [D,H,W]}
   * @param labels number of labels
   * @return the number of voxels of each label
   */
  public static CaseLabels of(String caseId, LabelMap map, int labels) {
    long[] counts = new long[labels];
    for (short label : map.data()) {
      if (label >= 0 && label < labels) {
        counts[label]++;
      }
    }
    List<Long> voxels = new ArrayList<>();
    for (long count : counts) {
      voxels.add(count);
    }
    return new CaseLabels(caseId, voxels, map.ignored());
  }

  boolean has(int label) {
    return voxels.get(label) > 0;
  }

  boolean hasForeground() {
    return voxels.stream().skip(1).anyMatch(count -> count > 0);
  }
}
