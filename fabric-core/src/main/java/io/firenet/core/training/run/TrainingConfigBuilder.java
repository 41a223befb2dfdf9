package io.firenet.core.training.run;

import io.firenet.core.engine.Precision;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.Set;

/**
 * Settings of a run to be put together one by one. What a setting means and which values it may
 * have is said at the components of {@link TrainingConfig}; {@link #build} checks them.
 */
public final class TrainingConfigBuilder {

  private Recipe recipe = Recipe.PAPER;
  private NetworkChoice network = NetworkChoice.DEFAULT;
  private PreprocessingPlan preprocessing = PreprocessingPlan.PAPER;
  private IntensityChoice intensity = IntensityChoice.STANDARDISE;
  private CheckpointingPolicy checkpointing = CheckpointingPolicy.AUTO;
  private Augmentation augmentation = Augmentation.DEFAULT;
  private double augmentedShare = 0.8;
  private double foreground = -1;
  private Sampling sampling = Sampling.BALANCED;
  private int stepsPerEpoch = 0;
  private int validateEvery = 1;
  private int validationCases = 50;
  private double validationTime = 0;
  private int epochs = 50;
  private double minutes = 0;
  private int leastSteps = 20;
  private double learningRate = 1e-3;
  private int warmUpSteps = 0;
  private double decayPower = 0.9;
  private double weightDecay = 0;
  private double averaging = 0;
  private double validationShare = 0.2;
  private int fold = 0;
  private int folds = 0;
  private Precision precision = Precision.AUTO;
  private long seed = 1;
  private boolean freezeTrunk = false;

  /** With the paper's settings. */
  TrainingConfigBuilder() {}

  TrainingConfigBuilder(TrainingConfig from) {
    recipe = from.recipe();
    network = from.network();
    preprocessing = from.preprocessing();
    intensity = from.intensity();
    checkpointing = from.checkpointing();
    augmentation = from.augmentation();
    augmentedShare = from.augmentedShare();
    foreground = from.foreground();
    sampling = from.sampling();
    stepsPerEpoch = from.stepsPerEpoch();
    validateEvery = from.validateEvery();
    validationCases = from.validationCases();
    validationTime = from.validationTime();
    epochs = from.epochs();
    minutes = from.minutes();
    leastSteps = from.leastSteps();
    learningRate = from.learningRate();
    warmUpSteps = from.warmUpSteps();
    decayPower = from.decayPower();
    weightDecay = from.weightDecay();
    averaging = from.averaging();
    validationShare = from.validationShare();
    fold = from.fold();
    folds = from.folds();
    precision = from.precision();
    seed = from.seed();
    freezeTrunk = from.freezeTrunk();
  }

  /**
   * Puts the settings that make a recipe in place of those that are there; say single ones after
   * it.
   */
  public TrainingConfigBuilder recipe(Recipe recipe) {
    this.recipe = recipe;
    recipe.applyTo(this);
    return this;
  }

  NetworkChoice network() {
    return network;
  }

  /** Which network, and its settings. */
  public TrainingConfigBuilder network(NetworkChoice network) {
    this.network = network;
    return this;
  }

  /** Which network, as it comes. */
  public TrainingConfigBuilder network(String name) {
    return network(NetworkChoice.of(name));
  }

  /** From image to network. */
  public TrainingConfigBuilder preprocessing(PreprocessingPlan preprocessing) {
    this.preprocessing = preprocessing;
    return this;
  }

  /** Which rule the channels' values are changed by. */
  public TrainingConfigBuilder intensity(IntensityChoice intensity) {
    this.intensity = intensity;
    return this;
  }

  /** How much memory a step may take. */
  public TrainingConfigBuilder checkpointing(CheckpointingPolicy checkpointing) {
    this.checkpointing = checkpointing;
    return this;
  }

  /** Random changes of training cases. */
  public TrainingConfigBuilder augmentation(Augmentation augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /** Which kinds of random changes training cases get. */
  public TrainingConfigBuilder augmentation(Augmentation.Kind... kinds) {
    return augmentation(augmentation.only(Set.of(kinds)));
  }

  /** Share of training cases that are changed, 0 to 1. */
  public TrainingConfigBuilder augmentedShare(double augmentedShare) {
    this.augmentedShare = augmentedShare;
    return this;
  }

  /**
   * Share of pieces that are drawn around a voxel of the foreground, 0 to 1; −1 for what is usual.
   */
  public TrainingConfigBuilder foreground(double foreground) {
    this.foreground = foreground;
    return this;
  }

  /** How many steps each dataset gets. */
  public TrainingConfigBuilder sampling(Sampling sampling) {
    this.sampling = sampling;
    return this;
  }

  /** Training steps of an epoch; 0 for the number that the sampling gives. */
  public TrainingConfigBuilder stepsPerEpoch(int stepsPerEpoch) {
    this.stepsPerEpoch = stepsPerEpoch;
    return this;
  }

  /** Epochs from one validation to the next. */
  public TrainingConfigBuilder validateEvery(int validateEvery) {
    this.validateEvery = validateEvery;
    return this;
  }

  /** Most validation cases of a dataset in an epoch; 0 for all. */
  public TrainingConfigBuilder validationCases(int validationCases) {
    this.validationCases = validationCases;
    return this;
  }

  /** Share of a run's work that validations may take; 0 for no limit. */
  public TrainingConfigBuilder validationTime(double validationTime) {
    this.validationTime = validationTime;
    return this;
  }

  /** Epochs to train. */
  public TrainingConfigBuilder epochs(int epochs) {
    this.epochs = epochs;
    return this;
  }

  /** Most time to train; 0 for no limit. */
  public TrainingConfigBuilder minutes(double minutes) {
    this.minutes = minutes;
    return this;
  }

  /** Training steps that a time limit leaves in any case. */
  public TrainingConfigBuilder leastSteps(int leastSteps) {
    this.leastSteps = leastSteps;
    return this;
  }

  /** Adam's at the start. */
  public TrainingConfigBuilder learningRate(double learningRate) {
    this.learningRate = learningRate;
    return this;
  }

  /** Steps over which the rate rises from 0. */
  public TrainingConfigBuilder warmUpSteps(int warmUpSteps) {
    this.warmUpSteps = warmUpSteps;
    return this;
  }

  /** How the rate falls: {@code learningRate·(1 − progress)^decayPower}. */
  public TrainingConfigBuilder decayPower(double decayPower) {
    this.decayPower = decayPower;
    return this;
  }

  /** Decay of weights, see {@link TrainingConfig#optimiser}. */
  public TrainingConfigBuilder weightDecay(double weightDecay) {
    this.weightDecay = weightDecay;
    return this;
  }

  /** Averaging of weights, see {@link TrainingConfig#optimiser}. */
  public TrainingConfigBuilder averaging(double averaging) {
    this.averaging = averaging;
    return this;
  }

  /** Share of subjects kept for validation, where there are no folds. */
  public TrainingConfigBuilder validationShare(double validationShare) {
    this.validationShare = validationShare;
    return this;
  }

  /**
   * Validates on a fold of several.
   *
   * @param number of the fold, from 1; 0 where there are none
   * @param count of folds; 0 for one split by {@link #validationShare}
   */
  public TrainingConfigBuilder fold(int number, int count) {
    fold = number;
    folds = count;
    return this;
  }

  /** Number format of activations and their gradients. */
  public TrainingConfigBuilder precision(Precision precision) {
    this.precision = precision;
    return this;
  }

  /** Seed of weights, split, order and augmentation. */
  public TrainingConfigBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Whether the shared trunk stays as it is and stems and decoders alone train. */
  public TrainingConfigBuilder freezeTrunk(boolean freezeTrunk) {
    this.freezeTrunk = freezeTrunk;
    return this;
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public TrainingConfig build() {
    return new TrainingConfig(
        recipe,
        network,
        preprocessing,
        intensity,
        checkpointing,
        augmentation,
        augmentedShare,
        foreground,
        sampling,
        stepsPerEpoch,
        validateEvery,
        validationCases,
        validationTime,
        epochs,
        minutes,
        leastSteps,
        learningRate,
        warmUpSteps,
        decayPower,
        weightDecay,
        averaging,
        validationShare,
        fold,
        folds,
        precision,
        seed,
        freezeTrunk);
  }
}
