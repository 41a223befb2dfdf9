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
   *
   * @param recipe a set of settings under a name
   * @return this builder
   */
  public TrainingConfigBuilder recipe(Recipe recipe) {
    this.recipe = recipe;
    recipe.applyTo(this);
    return this;
  }

  NetworkChoice network() {
    return network;
  }

  /**
   * Which network, and its settings.
   *
   * @param network the network's name, and settings that differ from its defaults
   * @return this builder
   */
  public TrainingConfigBuilder network(NetworkChoice network) {
    this.network = network;
    return this;
  }

  /**
   * Which network, as it comes.
   *
   * @param name a network that {@code firenet networks} lists
   * @return this builder
   */
  public TrainingConfigBuilder network(String name) {
    return network(NetworkChoice.of(name));
  }

  /**
   * From image to network.
   *
   * @param preprocessing spacing in mm and largest side in voxels; its rules of intensity give way
   *     to {@link #intensity}
   * @return this builder
   */
  public TrainingConfigBuilder preprocessing(PreprocessingPlan preprocessing) {
    this.preprocessing = preprocessing;
    return this;
  }

  /**
   * Which rule the channels' values are changed by.
   *
   * @param intensity for all channels; {@link IntensityChoice#AUTO} decides by their names
   * @return this builder
   */
  public TrainingConfigBuilder intensity(IntensityChoice intensity) {
    this.intensity = intensity;
    return this;
  }

  /**
   * How much memory a step may take.
   *
   * @param checkpointing {@link CheckpointingPolicy#AUTO} keeps as much as fits
   * @return this builder
   */
  public TrainingConfigBuilder checkpointing(CheckpointingPolicy checkpointing) {
    this.checkpointing = checkpointing;
    return this;
  }

  /**
   * Random changes of training cases.
   *
   * @param augmentation which changes, and how strong
   * @return this builder
   */
  public TrainingConfigBuilder augmentation(Augmentation augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /**
   * Which kinds of random changes training cases get.
   *
   * @param kinds all others are off
   * @return this builder
   */
  public TrainingConfigBuilder augmentation(Augmentation.Kind... kinds) {
    return augmentation(augmentation.only(Set.of(kinds)));
  }

  /**
   * Share of training cases that are changed, 0 to 1.
   *
   * @param augmentedShare 0 for none, 1 for all
   * @return this builder
   */
  public TrainingConfigBuilder augmentedShare(double augmentedShare) {
    this.augmentedShare = augmentedShare;
    return this;
  }

  /**
   * Share of pieces that are drawn around a voxel of the foreground.
   *
   * @param foreground 0 to 1; −1 for a third for networks on pieces, none for those that see an
   *     image whole where it fits
   * @return this builder
   */
  public TrainingConfigBuilder foreground(double foreground) {
    this.foreground = foreground;
    return this;
  }

  /**
   * How many steps each dataset gets.
   *
   * @param sampling by datasets alike, by cases, or drawn
   * @return this builder
   */
  public TrainingConfigBuilder sampling(Sampling sampling) {
    this.sampling = sampling;
    return this;
  }

  /**
   * Training steps of an epoch; 0 for the number that the sampling gives.
   *
   * @param stepsPerEpoch 0 or more
   * @return this builder
   */
  public TrainingConfigBuilder stepsPerEpoch(int stepsPerEpoch) {
    this.stepsPerEpoch = stepsPerEpoch;
    return this;
  }

  /**
   * Epochs from one validation to the next.
   *
   * @param validateEvery at least 1; the last epoch validates in any case
   * @return this builder
   */
  public TrainingConfigBuilder validateEvery(int validateEvery) {
    this.validateEvery = validateEvery;
    return this;
  }

  /**
   * Most validation cases of a dataset in an epoch; 0 for all.
   *
   * @param validationCases 0 or more
   * @return this builder
   */
  public TrainingConfigBuilder validationCases(int validationCases) {
    this.validationCases = validationCases;
    return this;
  }

  /**
   * Share of a run's work that validations may take; 0 for no limit.
   *
   * @param validationTime from 0 to less than 1
   * @return this builder
   */
  public TrainingConfigBuilder validationTime(double validationTime) {
    this.validationTime = validationTime;
    return this;
  }

  /**
   * Epochs to train.
   *
   * @param epochs at least 1
   * @return this builder
   */
  public TrainingConfigBuilder epochs(int epochs) {
    this.epochs = epochs;
    return this;
  }

  /**
   * Most time to train; 0 for no limit.
   *
   * @param minutes 0 or more, over all resumed parts
   * @return this builder
   */
  public TrainingConfigBuilder minutes(double minutes) {
    this.minutes = minutes;
    return this;
  }

  /**
   * Training steps that a time limit leaves in any case.
   *
   * @param leastSteps at least 1
   * @return this builder
   */
  public TrainingConfigBuilder leastSteps(int leastSteps) {
    this.leastSteps = leastSteps;
    return this;
  }

  /**
   * Adam's at the start.
   *
   * @param learningRate more than 0 and less than 1
   * @return this builder
   */
  public TrainingConfigBuilder learningRate(double learningRate) {
    this.learningRate = learningRate;
    return this;
  }

  /**
   * Steps over which the rate rises from 0.
   *
   * @param warmUpSteps 0 for none
   * @return this builder
   */
  public TrainingConfigBuilder warmUpSteps(int warmUpSteps) {
    this.warmUpSteps = warmUpSteps;
    return this;
  }

  /**
   * How the rate falls: {@code learningRate·(1 − progress)^decayPower}.
   *
   * @param decayPower 0 for a rate that stays, 1 for a straight line
   * @return this builder
   */
  public TrainingConfigBuilder decayPower(double decayPower) {
    this.decayPower = decayPower;
    return this;
  }

  /**
   * Decay of weights, see {@link TrainingConfig#optimiser}.
   *
   * @param weightDecay 0 for none
   * @return this builder
   */
  public TrainingConfigBuilder weightDecay(double weightDecay) {
    this.weightDecay = weightDecay;
    return this;
  }

  /**
   * Averaging of weights, see {@link TrainingConfig#optimiser}.
   *
   * @param averaging what the mean keeps of itself per update at most, such as 0.999; 0 for none
   * @return this builder
   */
  public TrainingConfigBuilder averaging(double averaging) {
    this.averaging = averaging;
    return this;
  }

  /**
   * Share of subjects kept for validation, where there are no folds.
   *
   * @param validationShare 0 or more and less than 1
   * @return this builder
   */
  public TrainingConfigBuilder validationShare(double validationShare) {
    this.validationShare = validationShare;
    return this;
  }

  /**
   * Validates on a fold of several.
   *
   * @param number of the fold, from 1; 0 where there are none
   * @param count of folds; 0 for one split by {@link #validationShare}
   * @return this builder
   */
  public TrainingConfigBuilder fold(int number, int count) {
    fold = number;
    folds = count;
    return this;
  }

  /**
   * Number format of activations and their gradients.
   *
   * @param precision {@link Precision#AUTO} is bfloat16 where the processor is made for it
   * @return this builder
   */
  public TrainingConfigBuilder precision(Precision precision) {
    this.precision = precision;
    return this;
  }

  /**
   * Seed of weights, split, order and augmentation.
   *
   * @param seed any number
   * @return this builder
   */
  public TrainingConfigBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Whether the shared trunk stays as it is and stems and decoders alone train.
   *
   * @param freezeTrunk needs a run to begin with
   * @return this builder
   */
  public TrainingConfigBuilder freezeTrunk(boolean freezeTrunk) {
    this.freezeTrunk = freezeTrunk;
    return this;
  }

  /**
   * The settings.
   *
   * @return settings that are all in their range
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
