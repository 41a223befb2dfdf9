package io.firenet.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ground truth itself, against figures worked out by hand. */
class ReferenceNetworkTests {

  @Test
  void convolutionSlidesItsKernelOverZeroPaddedVoxels() {
    float[] weight = new float[27];
    weight[12] = 10; // the tap to the left
    weight[13] = 1; // the centre
    weight[14] = 100; // the tap to the right
    double[] x = {1, 2, 3, 4, 5};
    GridSize row = new GridSize(1, 1, 5);
    float[] bias = {0.5f};
    assertArrayEquals(
        new double[] {201.5, 312.5, 423.5, 534.5, 45.5},
        ReferenceLayers.conv(new Layer.Conv(1, 3, 1, 1, true), x, 1, row, weight, bias));
    assertArrayEquals(
        new double[] {201.5, 423.5, 45.5},
        ReferenceLayers.conv(new Layer.Conv(1, 3, 2, 1, true), x, 1, row, weight, bias));
    assertArrayEquals(
        new double[] {301.5, 402.5, 513.5, 24.5, 35.5},
        ReferenceLayers.conv(new Layer.Conv(1, 3, 1, 2, true), x, 1, row, weight, bias));
  }

  @Test
  void transposedConvolutionWritesACubeForEachVoxelAndCutsTheEnd() {
    float[] weight = {1, 2, 3, 4, 5, 6, 7, 8}; // by depth, height, width
    double[] y =
        ReferenceLayers.convTranspose(
            new Layer.ConvTranspose(1, 2),
            new double[] {10, 100},
            1,
            new GridSize(1, 1, 2),
            new GridSize(1, 2, 3),
            weight);
    assertArrayEquals(new double[] {10, 20, 100, 30, 40, 300}, y);
  }

  @Test
  void depthwiseConvolutionKeepsChannelsApart() {
    float[] weight = new float[54];
    weight[13] = 2; // the centre, first channel
    weight[27 + 12] = 10; // the tap to the left, second channel
    double[] y =
        ReferenceLayers.depthwise(
            new Layer.DepthwiseConv(3, 1),
            new double[] {1, 2, 3, 4},
            2,
            new GridSize(1, 1, 2),
            weight);
    assertArrayEquals(new double[] {2, 4, 0, 30}, y);
  }

  @Test
  void poolingTakesTheLargestOfEachCubeAndOfThePartAtTheEnd() {
    double[] x = {-1, -2, -3, -4, -5, -9};
    assertArrayEquals(
        new double[] {-1, -3}, ReferenceLayers.maxPool(2, x, 1, new GridSize(1, 2, 3)));
  }

  @Test
  void parametricReluHasASlopeForEachChannel() {
    assertArrayEquals(
        new double[] {1, -1, -4, 2},
        ReferenceLayers.prelu(new double[] {1, -2, -2, 2}, 2, new float[] {0.5f, 2}));
  }

  @Test
  void normHasZeroMeanAndUnitVarianceBeforeScaleAndBias() {
    double[] y =
        ReferenceLayers.instanceNorm(
            1e-12, new double[] {1, 3, 5, 5}, 2, new float[] {2, 2}, new float[] {10, 7});
    assertArrayEquals(new double[] {8, 12, 7, 7}, y, 1e-9);
  }

  @Test
  void resizeKeepsHalfPixelCentresAndClampsEdges() {
    double[] up =
        ReferenceLayers.resize(
            new double[] {0, 4}, 1, new GridSize(1, 1, 2), new GridSize(2, 1, 4));
    assertArrayEquals(new double[] {0, 1, 3, 4, 0, 1, 3, 4}, up, 1e-12);
    double[] halved =
        ReferenceLayers.resize(
            new double[] {0, 2, 4, 8}, 1, new GridSize(1, 1, 4), new GridSize(1, 1, 2));
    assertArrayEquals(new double[] {1, 6}, halved, 1e-12);
  }

  @Test
  void meanIsTakenOfEachChannel() {
    double[] x = {1, 2, 6, -4, 0, 1};
    assertArrayEquals(new double[] {3, -1}, ReferenceLayers.mean(x, 2), 1e-12);
  }

  @Test
  void concatAndSumsKeepTheOrderOfTheirInputs() {
    List<double[]> inputs = List.of(new double[] {1, 2}, new double[] {10, 20});
    assertArrayEquals(new double[] {1, 2, 10, 20}, ReferenceLayers.concat(inputs));
    assertArrayEquals(new double[] {3.5, 7}, ReferenceLayers.weightedSum(inputs, 0.5, 0.3), 1e-12);
  }
}
