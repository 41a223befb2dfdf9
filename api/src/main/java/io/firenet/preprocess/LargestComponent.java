package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The connected components of labels, of which the largest of each label is kept. Voxels are
 * connected through their faces. Memory follows the number of runs of equal labels along the width,
 * not of voxels.
 */
public final class LargestComponent {

  private final short[] data;
  private final Set<Integer> labels;
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int[] parents = new int[1024];
  private int runs;

  private LargestComponent(short[] data, Set<Integer> labels) {
    this.data = data;
    this.labels = labels;
  }

  /**
   * Turns all but the largest component of each of the given labels into background; of equally
   * large ones the first is kept.
   *
   * @param map changed in place
   * @param labels those to look at; the others stay as they are
   */
  public static void keep(LabelMap map, Set<Integer> labels) {
    LargestComponent components = new LargestComponent(map.data(), labels);
    components.connect(map.size());
    components.clearSmaller();
  }

  private void connect(GridSize size) {
    int height = size.height();
    int[] firstOfRow = new int[size.depth() * height + 1];
    for (int row = 0; row < firstOfRow.length - 1; row++) {
      firstOfRow[row] = runs;
      findRuns(row * size.width(), size.width());
      firstOfRow[row + 1] = runs;
      if (row % height > 0) {
        join(firstOfRow, row, row - 1, size.width());
      }
      if (row >= height) {
        join(firstOfRow, row, row - height, size.width());
      }
    }
  }

  private void findRuns(int from, int width) {
    int to = from + width;
    for (int start = from; start < to; ) {
      int end = start + 1;
      while (end < to && data[end] == data[start]) {
        end++;
      }
      if (data[start] != 0 && labels.contains((int) data[start])) {
        add(start, end);
      }
      start = end;
    }
  }

  private void add(int start, int end) {
    if (runs == starts.length) {
      starts = Arrays.copyOf(starts, 2 * runs);
      ends = Arrays.copyOf(ends, 2 * runs);
      parents = Arrays.copyOf(parents, 2 * runs);
    }
    starts[runs] = start;
    ends[runs] = end;
    parents[runs] = runs;
    runs++;
  }

  /** Joins the runs of two rows that touch and have the same label. */
  private void join(int[] firstOfRow, int row, int otherRow, int width) {
    int shift = (row - otherRow) * width;
    int a = firstOfRow[row];
    int b = firstOfRow[otherRow];
    while (a < firstOfRow[row + 1] && b < firstOfRow[otherRow + 1]) {
      boolean touch = starts[a] < ends[b] + shift && starts[b] + shift < ends[a];
      if (touch && data[starts[a]] == data[starts[b]]) {
        int rootA = root(a);
        int rootB = root(b);
        // The smaller index stays the root, so that of equals the first component wins.
        parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
      }
      if (ends[a] < ends[b] + shift) {
        a++;
      } else {
        b++;
      }
    }
  }

  private int root(int run) {
    int root = run;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  private void clearSmaller() {
    long[] voxels = new long[runs];
    for (int run = 0; run < runs; run++) {
      voxels[root(run)] += ends[run] - starts[run];
    }
    Map<Short, Integer> largest = new HashMap<>();
    for (int run = 0; run < runs; run++) {
      Integer best = largest.get(data[starts[run]]);
      if (parents[run] == run && (best == null || voxels[run] > voxels[best])) {
        largest.put(data[starts[run]], run);
      }
    }
    for (int run = 0; run < runs; run++) {
      if (root(run) != largest.get(data[starts[run]])) {
        Arrays.fill(data, starts[run], ends[run], (short) 0);
      }
    }
  }
}
