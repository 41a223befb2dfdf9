package io.firenet.core.data;

import io.firenet.volume.ImageGeometry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one case's image and labels are like.
 *
 * @param caseId the case
 * @param grid the image's
 * @param channels the values of each of its channels
 * @param labels how many voxels have each label, if it has a label map
 */
public record CaseFigures(
    String caseId,
    ImageGeometry grid,
    List<ChannelIntensities> channels,
    Optional<CaseLabels> labels) {

  public CaseFigures {
    channels = List.copyOf(channels);
  }

  /** Millilitres of a voxel. */
  double voxelMl() {
    return Arrays.stream(grid.spacingMm()).reduce(1, (a, b) -> a * b) / 1000;
  }
}
