package io.firenet.core.engine.onednn.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelStatisticsTests {

  private static final double MEAN_TOLERANCE = 1e-6; // of the standard deviation
  private static final double VARIANCE_TOLERANCE = 1e-6; // relative

  /** Summing one voxel after the other in single precision is off by 1e-4 at 64³ already. */
  @ParameterizedTest
  @CsvSource({
    "64,64,64,3,0",
    "41,43,37,32,3",
    "31,29,33,160,-2",
    "1,300,299,1,0.5",
    "27,25,26,1500,1"
  })
  void areThoseOfDoublePrecision(int d, int h, int w, int channels, double mean) {
    GridSize size = new GridSize(d, h, w);
    try (Arena arena = new Arena()) {
      arena.reset(0);
      HostTensor x = arena.tensor(channels, size);
      fill(x, mean);
      HostTensor statistics = arena.array(2L * channels);
      ChannelStatistics.write(x, statistics.address());
      float[] found = new float[2 * channels];
      statistics.values().get(0, found);
      double[][] expected = expected(x);
      for (int c = 0; c < channels; c++) {
        double sd = Math.sqrt(expected[1][c]);
        double rounding = Math.ulp((float) expected[0][c]); // of the result to single precision
        assertEquals(expected[0][c], found[c], MEAN_TOLERANCE * sd + rounding, "mean of " + c);
        assertEquals(1, found[channels + c] / expected[1][c], VARIANCE_TOLERANCE, "of " + c);
      }
    }
  }

  /** The first planes are those of the empty border of an image, far from what follows. */
  private static void fill(HostTensor x, double mean) {
    Random random = new Random(1);
    int channels = x.channels();
    float[] plane = new float[Math.toIntExact(x.length() / x.size().depth())];
    for (int d = 0; d < x.size().depth(); d++) {
      for (int i = 0; i < plane.length; i++) {
        double sd = 1 + i % channels;
        boolean border = d < x.size().depth() / 3;
        plane[i] = (float) (border ? -5 : sd * (mean + random.nextGaussian()));
      }
      x.write(d * plane.length, plane);
    }
  }

  private static double[][] expected(HostTensor x) {
    int channels = x.channels();
    float[] values = new float[Math.toIntExact(x.length())];
    x.read(0, values);
    double voxels = x.size().voxels();
    double[][] statistics = new double[2][channels];
    for (int i = 0; i < values.length; i++) {
      statistics[0][i % channels] += values[i] / voxels;
    }
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - statistics[0][i % channels];
      statistics[1][i % channels] += difference * difference / voxels;
    }
    return statistics;
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,64,true", "FLOAT32,16,false", "BFLOAT16,64,false"})
  void areLeftToOneDnnWhereItsOwnAreGoodEnough(ElementType type, int side, boolean needed) {
    assertEquals(needed, ChannelStatistics.areNeeded(type, new GridSize(side, side, side)));
  }
}
