package io.firenet.core.training.run;

import io.firenet.preprocess.IntensityRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Which {@link IntensityRule} the channels of a run's datasets get. */
public enum IntensityChoice {
  /** {@link #CT} for a channel whose name says that it is one, {@link #STANDARDISE} for others. */
  AUTO,
  /** The paper's, for all: each image to mean 0 and deviation 1. */
  STANDARDISE,
  /** Clipped and scaled by the foreground of the training cases, as {@link IntensityRule.Ct}. */
  CT,
  /** Each image clipped to its own percentiles, as {@link IntensityRule#PERCENTILE}. */
  PERCENTILE;

  /** What people call computed tomography; its values are Hounsfield units. */
  private static final Set<String> CT_NAMES =
      Set.of("ct", "cta", "cect", "ncct", "ldct", "hrct", "cbct");

  /** What is reckoned from CT, or seen beside it, and has other units. */
  private static final Set<String> NOT_CT =
      Set.of("pet", "pt", "spect", "mr", "mri", "cbf", "cbv", "mtt", "tmax", "ttp", "mask");

  /**
   * The choice for a channel, never {@link #AUTO}.
   *
   * @param channel its name in the dataset's descriptor
   * @return {@link #CT} for a name with one of the words of CT where the choice is automatic
   */
  public IntensityChoice of(String channel) {
    if (this != AUTO) {
      return this;
    }
    Set<String> words =
        Set.copyOf(Arrays.asList(channel.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")));
    boolean ct = words.stream().anyMatch(CT_NAMES::contains);
    ct |= words.contains("computed") && words.contains("tomography");
    return ct && words.stream().noneMatch(NOT_CT::contains) ? CT : STANDARDISE;
  }
}
