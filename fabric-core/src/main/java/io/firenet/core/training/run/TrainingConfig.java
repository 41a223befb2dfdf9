package io.firenet.core.training.run;

import io.firenet.core.engine.Precision;
import io.firenet.core.io.RecordJson;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.PreprocessingPlan;
import jakarta.json.Json;

/**
 * All settings of a run. Adam, batch 1, 50 epochs, elastic deformation, the preprocessing and the
 * 80/20 split are the paper's; learning rate, its decay and the strength of the deformation are
 * ours.
 *
 * @param network which network, and its settings
 * @param preprocessing from image to network
 * @param intensity which rule the channels' values are changed by
 * @param checkpointing how much memory a step may take
 * @param augmentation random changes of training cases
 * @param augmentedShare share of training cases that are changed, 0 to 1
 * @param sampling how many steps each dataset gets
 * @param stepsPerEpoch training steps of an epoch; 0 for the number that the sampling gives
 * @param validateEvery an epoch whose number is a multiple of it validates, and so does the last
 * @param validationCases most validation cases of a dataset in an epoch, the same ones in each; 0
 *     for all. The results at the end of a run are over all, unless that would take more than a
 *     quarter of a time limit
 * @param epochs epochs to train
 * @param minutes most time to train, validation included and over all resumed parts; 0 for no
 *     limit. The learning rate then falls with the time spent where that is further than the epochs
 * @param leastSteps training steps that a time limit leaves in any case, over all resumed parts; of
 *     a network that has hardly begun to learn nothing can be said
 * @param learningRate Adam's at the start
 * @param decayPower the rate is {@code learningRate·(1 − progress)^decayPower}
 * @param validationShare share of subjects kept for validation, where there are no folds
 * @param fold which of the folds validates, from 1; 0 where there are none
 * @param folds number of folds that the subjects are divided into; 0 for one split by {@code
 *     validationShare}
 * @param precision of activations and their gradients
 * @param seed of weights, split, order and augmentation
 * @param freezeTrunk whether the shared trunk stays as it is and stems and decoders alone train
 */
public record TrainingConfig(
    NetworkChoice network,
    PreprocessingPlan preprocessing,
    IntensityChoice intensity,
    CheckpointingPolicy checkpointing,
    Augmentation augmentation,
    double augmentedShare,
    Sampling sampling,
    int stepsPerEpoch,
    int validateEvery,
    int validationCases,
    int epochs,
    double minutes,
    int leastSteps,
    double learningRate,
    double decayPower,
    double validationShare,
    int fold,
    int folds,
    Precision precision,
    long seed,
    boolean freezeTrunk) {

  /** The defaults. */
  public static final TrainingConfig DEFAULT =
      new TrainingConfig(
          NetworkChoice.DEFAULT,
          PreprocessingPlan.PAPER,
          IntensityChoice.AUTO,
          CheckpointingPolicy.AUTO,
          Augmentation.DEFAULT,
          0.8,
          Sampling.BALANCED,
          0,
          1,
          50,
          50,
          0,
          20,
          1e-3,
          0.9,
          0.2,
          0,
          0,
          Precision.AUTO,
          1,
          false);

  /** What a file lacks that was written before a setting came to be. */
  public static final TrainingConfig OF_OLDER_FILES =
      RecordJson.read(DEFAULT, Json.createObjectBuilder().add("intensity", "standardise").build());

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public TrainingConfig {
    check("augmentedShare", augmentedShare, augmentedShare >= 0 && augmentedShare <= 1, "0 to 1");
    check("stepsPerEpoch", stepsPerEpoch, stepsPerEpoch >= 0, "0 or more");
    check("validateEvery", validateEvery, validateEvery >= 1, "at least 1");
    check("validationCases", validationCases, validationCases >= 0, "0 or more");
    check("epochs", epochs, epochs >= 1, "at least 1");
    check("minutes", minutes, minutes >= 0 && minutes < 1e6, "0 or more");
    check("leastSteps", leastSteps, leastSteps >= 1, "at least 1");
    check("learningRate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)");
    check("decayPower", decayPower, decayPower >= 0 && decayPower < 100, "0 or more");
    check("validationShare", validationShare, validationShare > 0 && validationShare < 1, "(0, 1)");
    check("folds", folds, folds == 0 || folds >= 2, "0 or at least 2");
    check("fold", fold, folds == 0 ? fold == 0 : fold >= 1 && fold <= folds, "1 to " + folds);
  }

  /** Settings whose channels get the rules that their names say. */
  public TrainingConfig(
      NetworkChoice network,
      PreprocessingPlan preprocessing,
      CheckpointingPolicy checkpointing,
      Augmentation augmentation,
      double augmentedShare,
      Sampling sampling,
      int stepsPerEpoch,
      int validateEvery,
      int validationCases,
      int epochs,
      double minutes,
      int leastSteps,
      double learningRate,
      double decayPower,
      double validationShare,
      int fold,
      int folds,
      Precision precision,
      long seed,
      boolean freezeTrunk) {
    this(
        network,
        preprocessing,
        IntensityChoice.AUTO,
        checkpointing,
        augmentation,
        augmentedShare,
        sampling,
        stepsPerEpoch,
        validateEvery,
        validationCases,
        epochs,
        minutes,
        leastSteps,
        learningRate,
        decayPower,
        validationShare,
        fold,
        folds,
        precision,
        seed,
        freezeTrunk);
  }

  /** These settings with another number of epochs. */
  public TrainingConfig withEpochs(int changed) {
    return with(network, changed, minutes, seed, freezeTrunk);
  }

  /** These settings with another time limit. */
  public TrainingConfig withMinutes(double changed) {
    return with(network, epochs, changed, seed, freezeTrunk);
  }

  /** These settings with another seed. */
  public TrainingConfig withSeed(long changed) {
    return with(network, epochs, minutes, changed, freezeTrunk);
  }

  /** These settings with a trunk that trains or stays. */
  public TrainingConfig withFreezeTrunk(boolean changed) {
    return with(network, epochs, minutes, seed, changed);
  }

  /** These settings for another network. */
  public TrainingConfig withNetwork(NetworkChoice changed) {
    return with(changed, epochs, minutes, seed, freezeTrunk);
  }

  /** These settings for a fold, from 1, of several. */
  public TrainingConfig withFold(int number, int count) {
    return RecordJson.read(
        this, Json.createObjectBuilder().add("fold", number).add("folds", count).build());
  }

  private TrainingConfig with(
      NetworkChoice newNetwork,
      int newEpochs,
      double newMinutes,
      long newSeed,
      boolean newFreezeTrunk) {
    return new TrainingConfig(
        newNetwork,
        preprocessing,
        intensity,
        checkpointing,
        augmentation,
        augmentedShare,
        sampling,
        stepsPerEpoch,
        validateEvery,
        validationCases,
        newEpochs,
        newMinutes,
        leastSteps,
        learningRate,
        decayPower,
        validationShare,
        fold,
        folds,
        precision,
        newSeed,
        newFreezeTrunk);
  }

  /** The learning rate when {@code progress} (0 to 1) of the run is done. */
  public double learningRateAt(double progress) {
    return learningRate * Math.pow(1 - Math.min(1, progress), decayPower);
  }

  private static void check(String name, Object value, boolean valid, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "setting %s must be %s, got %s".formatted(name, range, value));
    }
  }
}
