package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Target;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.Arrays;

/**
 * A case as it was read once.
 *
 * @param id the case's
 * @param geometry where the image is said to be
 * @param image {@code [C,D,H,W]}
 * @param target label map, class or values
 */
record CaseData(String id, ImageGeometry geometry, Volume image, Target target) {

  /** Largest difference between the affines of image and labels, as a share of the spacing. */
  private static final double AFFINE_TOLERANCE = 1e-3;

  static CaseData read(Case from) throws IOException {
    return new CaseData(from.id(), from.geometry(), from.image(), from.target());
  }

  void assertOneGrid() {
    assertImagesGrid("geometry()", geometry);
    if (target instanceof Target.Labels labels) {
      assertImagesGrid("labels", labels.map().geometry());
    }
  }

  private void assertImagesGrid(String what, ImageGeometry other) {
    ImageGeometry grid = image.geometry();
    double toleranceMm = AFFINE_TOLERANCE * Arrays.stream(grid.spacingMm()).max().orElseThrow();
    require(
        grid.matches(other, toleranceMm),
        "case '%s': image and %s must lie on one grid, got size %s, affine %s and size %s,"
            + " affine %s",
        id,
        what,
        grid.size(),
        grid.voxelToWorld(),
        other.size(),
        other.voxelToWorld());
  }

  void assertChannels(DatasetDescriptor descriptor) {
    assertEquals(
        descriptor.channels().size(),
        image.channels(),
        () -> "case '%s' must have the declared channels %s".formatted(id, descriptor.channels()));
  }

  void assertFinite() {
    for (int at = 0; at < image.data().length; at++) {
      if (!Float.isFinite(image.data()[at])) {
        fail(
            "case '%s': value %d of the image is %s; training needs finite values"
                .formatted(id, at, image.data()[at]));
      }
    }
  }

  void assertTarget(DatasetDescriptor descriptor) {
    descriptor.misfit(target).ifPresent(misfit -> fail("case '%s': %s".formatted(id, misfit)));
    if (target instanceof Target.Labels labels) {
      assertLabels(labels.map(), descriptor);
    }
  }

  private void assertLabels(LabelMap labels, DatasetDescriptor descriptor) {
    int classes = descriptor.labels().size();
    for (short value : labels.data()) {
      if (value != LabelMap.IGNORED && (value < 0 || value >= classes)) {
        fail(
            "case '%s': label values 0 to %d are declared %s, found %d"
                .formatted(id, classes - 1, descriptor.labels(), value));
      }
    }
  }

  void assertSame(CaseData other, String when) {
    boolean same =
        image.geometry().equals(other.image.geometry())
            && Arrays.equals(image.data(), other.image.data())
            && sameTarget(other);
    require(same, "case '%s' must be the same when %s, it differs", id, when);
  }

  private boolean sameTarget(CaseData other) {
    return (target instanceof Target.Labels mine && other.target instanceof Target.Labels theirs)
        ? mine.map().geometry().equals(theirs.map().geometry())
            && Arrays.equals(mine.map().data(), theirs.map().data())
        : target.equals(other.target);
  }
}
