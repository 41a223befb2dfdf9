package io.firenet.core.training.run;

import io.firenet.core.engine.Precision;
import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.PreprocessingPlan;

/**
 * All settings of a run. Adam, batch 1, 50 epochs, elastic deformation, the preprocessing and the
 * 80/20 split are the paper's; learning rate, its decay and the strength of the deformation are
 * ours, and so is whatever {@link Recipe#DEFAULT} changes.
 *
 * @param recipe what the settings began as
 * @param network which network, and its settings
 * @param preprocessing from image to network
 * @param intensity which rule the channels' values are changed by
 * @param checkpointing how much memory a step may take
 * @param augmentation random changes of training cases
 * @param augmentedShare share of training cases that are changed, 0 to 1
 * @param foreground share of the pieces of images that are drawn around a voxel of the foreground,
 *     of each of its classes alike, 0 to 1; −1 for a third for networks on pieces of their own
 *     size, as in nnU-Net, and none for those that see an image whole where it fits
 * @param sampling how many steps each dataset gets
 * @param stepsPerEpoch training steps of an epoch; 0 for the number that the sampling gives
 * @param validateEvery an epoch whose number is a multiple of it validates, and so does the last
 * @param validationCases most validation cases of a dataset in an epoch, the same ones in each; 0
 *     for all. The results at the end of a run are over all, unless that would take more than a
 *     quarter of a time limit
 * @param validationTime share of a run's work, see {@link Work}, that validations may take before
 *     the last one, which is always made; an epoch whose validation would take more has none. 0 for
 *     no limit
 * @param epochs epochs to train
 * @param minutes most time to train, validation included and over all resumed parts; 0 for no
 *     limit. The learning rate then falls with the time spent where that is further than the epochs
 * @param leastSteps training steps that a time limit leaves in any case, over all resumed parts; of
 *     a network that has hardly begun to learn nothing can be said
 * @param learningRate Adam's at the start
 * @param warmUpSteps steps over which the rate rises from 0, in a straight line; the first tenth of
 *     a run that is so short that this is less
 * @param decayPower the rate is then {@code learningRate·(1 − progress)^decayPower}
 * @param weightDecay see {@link Optimiser}
 * @param averaging what a running mean of the weights keeps of itself per update at most; what is
 *     validated, exported and begun from is then this mean. 0 for none
 * @param validationShare share of subjects kept for validation, where there are no folds; 0 to
 *     train on all and validate none
 * @param fold which of the folds validates, from 1; 0 where there are none
 * @param folds number of folds that the subjects are divided into; 0 for one split by {@code
 *     validationShare}
 * @param precision what activations and their gradients are kept in
 * @param seed what weights, split, order and augmentation are drawn from
 * @param freezeTrunk whether the shared trunk stays as it is and stems and decoders alone train
 */
public record TrainingConfig(
    Recipe recipe,
    NetworkChoice network,
    PreprocessingPlan preprocessing,
    IntensityChoice intensity,
    CheckpointingPolicy checkpointing,
    Augmentation augmentation,
    double augmentedShare,
    double foreground,
    Sampling sampling,
    int stepsPerEpoch,
    int validateEvery,
    int validationCases,
    double validationTime,
    int epochs,
    double minutes,
    int leastSteps,
    double learningRate,
    int warmUpSteps,
    double decayPower,
    double weightDecay,
    double averaging,
    double validationShare,
    int fold,
    int folds,
    Precision precision,
    long seed,
    boolean freezeTrunk) {

  private static final double WARM_UP_SHARE = 0.1; // of a run, at most

  /** The settings of {@link Recipe#PAPER}, which earlier versions had for all runs. */
  public static final TrainingConfig PAPER = new TrainingConfigBuilder().build();

  /** What a file lacks that was written before a setting came to be. */
  public static final TrainingConfig OF_OLDER_FILES = PAPER;

  /** The settings of {@link Recipe#DEFAULT}. */
  public static final TrainingConfig DEFAULT = PAPER.toBuilder().recipe(Recipe.DEFAULT).build();

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public TrainingConfig {
    check("augmentedShare", augmentedShare, augmentedShare >= 0 && augmentedShare <= 1, "0 to 1");
    check(
        "foreground",
        foreground,
        foreground == -1 || (foreground >= 0 && foreground <= 1),
        "0 to 1, or -1 for what is usual");
    check("stepsPerEpoch", stepsPerEpoch, stepsPerEpoch >= 0, "0 or more");
    check("validateEvery", validateEvery, validateEvery >= 1, "at least 1");
    check("validationCases", validationCases, validationCases >= 0, "0 or more");
    check("validationTime", validationTime, validationTime >= 0 && validationTime < 1, "in [0, 1)");
    check("epochs", epochs, epochs >= 1, "at least 1");
    check("minutes", minutes, minutes >= 0 && minutes < 1e6, "0 or more");
    check("leastSteps", leastSteps, leastSteps >= 1, "at least 1");
    check("learningRate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)");
    check("warmUpSteps", warmUpSteps, warmUpSteps >= 0, "0 or more");
    check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay < 10, "in [0, 10)");
    check("averaging", averaging, averaging >= 0 && averaging < 1, "in [0, 1)");
    check("decayPower", decayPower, decayPower >= 0 && decayPower < 100, "0 or more");
    check(
        "validationShare", validationShare, validationShare >= 0 && validationShare < 1, "[0, 1)");
    check("folds", folds, folds == 0 || folds >= 2, "0 or at least 2");
    check("fold", fold, folds == 0 ? fold == 0 : fold >= 1 && fold <= folds, "1 to " + folds);
  }

  /**
   * A builder that begins with {@link #DEFAULT}.
   *
   * @return a new builder
   */
  public static TrainingConfigBuilder builder() {
    return DEFAULT.toBuilder();
  }

  /**
   * A builder that begins with these settings.
   *
   * @return a new builder
   */
  public TrainingConfigBuilder toBuilder() {
    return new TrainingConfigBuilder(this);
  }

  /**
   * How weights follow their gradients.
   *
   * @return Adam, with this run's decay and averaging
   */
  public Optimiser optimiser() {
    return new Optimiser(Adam.DEFAULT, weightDecay, averaging);
  }

  /**
   * The learning rate of a step.
   *
   * @param progress of the run, 0 to 1
   * @param step steps done before it
   * @return from 0 to {@link #learningRate}
   */
  public double learningRateAt(double progress, long step) {
    double warm =
        warmUpSteps == 0
            ? 1
            : Math.min(1, Math.max((step + 1.0) / warmUpSteps, progress / WARM_UP_SHARE));
    return learningRate * warm * Math.pow(1 - Math.min(1, progress), decayPower);
  }

  private static void check(String name, Object value, boolean valid, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "setting %s must be %s, got %s".formatted(name, range, value));
    }
  }
}
