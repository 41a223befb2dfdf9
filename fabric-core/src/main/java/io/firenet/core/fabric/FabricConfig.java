package io.firenet.core.fabric;

import io.firenet.network.TensorShape;
import java.util.List;

/**
 * The settings of the fabric network. The paper fixes the atrous rates; the other defaults are
 * ours.
 *
 * @param stemChannels channels of each dataset's stem and of encoder level 0
 * @param fabricChannels channels of encoder level 1 and of the first branch; branch b has {@code
 *     fabricChannels·2^(b−1)}
 * @param fabricStride stride of the input of the fabric against the image: 2 or a multiple of it
 * @param branches resolution branches B, at least 1
 * @param nodes nodes N along each branch, at least 1
 * @param rates atrous rates of each node's pyramid; the paper's text says 1, 2, 4, while its list
 *     of receptive fields would need others
 * @param normEpsilon added to the variance by every instance norm
 * @param leakySlope slope of every LeakyReLU below zero
 */
public record FabricConfig(
    int stemChannels,
    int fabricChannels,
    int fabricStride,
    int branches,
    int nodes,
    List<Integer> rates,
    double normEpsilon,
    double leakySlope) {

  /** 3 branches of 4 nodes at a quarter of the resolution, 30 million parameters. */
  public static final FabricConfig DEFAULT =
      new FabricConfig(32, 64, 4, 3, 4, List.of(1, 2, 4), 1e-5, 0.01);

  private static final String CHANNELS = "1 to " + TensorShape.MAX_CHANNELS;

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public FabricConfig {
    rates = List.copyOf(rates);
    check("stemChannels", stemChannels, isChannels(stemChannels), CHANNELS);
    check("fabricChannels", fabricChannels, isChannels(fabricChannels), CHANNELS);
    boolean power = Integer.bitCount(fabricStride) == 1 && fabricStride >= 2;
    check("fabricStride", fabricStride, power, "a power of two, at least 2");
    check("branches", branches, branches >= 1 && branches <= 6, "1 to 6");
    check("nodes", nodes, nodes >= 1, "at least 1");
    check("rates", rates, !rates.isEmpty() && rates.stream().allMatch(r -> r >= 1), "all ≥ 1");
    check("normEpsilon", normEpsilon, normEpsilon > 0, "positive");
    check("leakySlope", leakySlope, leakySlope >= 0 && leakySlope < 1, "in [0, 1)");
  }

  private static boolean isChannels(int channels) {
    return channels >= 1 && channels <= TensorShape.MAX_CHANNELS;
  }

  /**
   * Channels of branch b, counted from 1.
   *
   * @param branch from 1, the finest
   * @return twice as many from branch to branch
   */
  public int channels(int branch) {
    return fabricChannels << (branch - 1);
  }

  /**
   * Stride of branch b against the image, counted from 1.
   *
   * @param branch from 1, the finest
   * @return voxels of the image along each axis that one voxel of the branch stands for
   */
  public int stride(int branch) {
    return fabricStride << (branch - 1);
  }

  private static void check(String name, Object value, boolean valid, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "network setting %s must be %s, got %s".formatted(name, range, value));
    }
  }
}
