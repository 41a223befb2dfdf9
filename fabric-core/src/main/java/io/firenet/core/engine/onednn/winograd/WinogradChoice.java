package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.volume.GridSize;

/**
 * Whether and with what tiles a {@link WinogradConvolution} is faster than oneDNN's own. Its time
 * is counted in convolutions of a plane.
 */
record WinogradChoice(Tuning tuning, int threads) {

  private static final int MOST_OUTPUTS_IN_HALF = 4; // larger tiles lose digits
  private static final double WORTH_IT = 0.9; // of the time of the direct way

  /** The slices of a tile, 0 for the direct way. */
  int outputs(ConvolutionShape shape, ElementType type, int channels, GridSize size) {
    if (shape.kernel() != 3 || shape.stride() != 1 || shape.groups() > 1 || shape.bias()) {
      return 0;
    }
    int fewest = Math.min(channels, shape.outChannels());
    int side = Math.min(size.height(), size.width());
    if (fewest < 16 || side < 2 * shape.dilation() + 1) {
      return 0;
    }
    boolean half = type == ElementType.BFLOAT16;
    int most = half ? MOST_OUTPUTS_IN_HALF : ToomCook.MOST_OUTPUTS;
    double least = WORTH_IT * 3 * size.depth() / threads;
    int best = 0;
    for (int m = 2; m <= most; m++) {
      int tiles = DepthTile.of(size.depth(), shape.dilation(), m).size();
      int rounds = (tiles + threads - 1) / threads;
      double sums = (m + 2 + m) * tuning.planeSums() / fewest;
      double weights = (m + 2) * tuning.planeWeights() / (size.height() * size.width());
      double planes = rounds * (m + 2 + sums) + (half ? 1 : 0.5) * weights / threads;
      if (planes < least) {
        least = planes;
        best = m;
      }
    }
    return best;
  }
}
