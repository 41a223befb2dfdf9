package io.firenet.core.experiment;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a dataset's images are like, from their headers alone.
 *
 * @param cases number of cases
 * @param subjects number of subjects
 * @param width voxels along i
 * @param height voxels along j
 * @param depth voxels along k
 * @param spacingI spacing along i, in mm
 * @param spacingJ spacing along j, in mm
 * @param spacingK spacing along k, in mm
 */
public record DatasetFingerprint(
    int cases,
    int subjects,
    Range width,
    Range height,
    Range depth,
    Range spacingI,
    Range spacingJ,
    Range spacingK) {

  /**
   * How a figure varies over cases.
   *
   * @param least the least
   * @param median the median
   * @param most the most
   */
  public record Range(double least, double median, double most) {

    static Range of(List<ImageGeometry> all, ToDoubleFunction<ImageGeometry> figure) {
      double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Range(sorted[0], median, sorted[sorted.length - 1]);
    }
  }

  /**
   * Reads the headers of all cases, of which there must be one at least.
   *
   * @throws IOException if one cannot be read
   */
  static DatasetFingerprint of(Dataset dataset) throws IOException {
    List<ImageGeometry> all = new ArrayList<>();
    for (Case one : dataset.cases()) {
      all.add(one.geometry());
    }
    return new DatasetFingerprint(
        all.size(),
        (int) dataset.cases().stream().map(Case::subject).distinct().count(),
        Range.of(all, g -> g.size().width()),
        Range.of(all, g -> g.size().height()),
        Range.of(all, g -> g.size().depth()),
        Range.of(all, g -> g.spacingMm()[2]),
        Range.of(all, g -> g.spacingMm()[1]),
        Range.of(all, g -> g.spacingMm()[0]));
  }
}
