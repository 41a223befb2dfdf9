package io.firenet.launcher.command.predict;

import io.firenet.launcher.argument.OptionGroup;
import io.firenet.launcher.argument.PassOptions;
import io.firenet.model.ModelException;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.runtime.InferencePlan;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.PredictorOptions.Device;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of how a model runs. */
@OptionGroup("Inference")
final class InferenceOptions {

  @Mixin private PassOptions pass;

  @Option(
      names = "--overlap",
      paramLabel = "FRACTION",
      defaultValue = "0.5",
      converter = OverlapConverter.class,
      description = {
        "Fraction of a tile that it shares with the next at least, from 0 to below 1, where an"
            + " image needs several; more is slower and smoother. Default: 0.5."
      })
  private double overlap;

  @Option(
      names = "--mirroring",
      description = {
        "Take the mean over all eight mirror images, in eight times the time; only for models that"
            + " were trained on mirrored images."
      })
  private boolean mirroring;

  @Option(
      names = "--largest-component",
      paramLabel = "LABEL",
      split = ",",
      description =
          "Keep only the largest connected component of a label, by its name; may be repeated.")
  private Set<String> largestComponentOf = Set.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private boolean toldOfTiles;

  /**
   * Opens models, whose outputs are averaged.
   *
   * @param files exported models, or choices of {@code find-best}
   * @throws ModelException if one or a choice cannot be used, or they do not belong together
   */
  Predictor open(List<Path> files) throws ModelException {
    return open(files, 0, 0, OptionalInt.empty());
  }

  /**
   * As {@link #open(List)}, with other defaults.
   *
   * @param threads where the options say none; 0 for the usual number
   * @param budget of memory in bytes likewise
   * @param gpu its number, where the device is one
   */
  Predictor open(List<Path> files, int threads, long budget, OptionalInt gpu)
      throws ModelException {
    PredictorOptions given = pass.options();
    PredictorOptions options =
        new PredictorOptions(given.device(), given.threads() == 0 ? threads : given.threads())
            .withGpu(gpu.orElse(0))
            .withMemoryBudget(given.memoryBudget() == 0 ? budget : given.memoryBudget())
            .withOverlap(overlap)
            .withMirroring(mirroring)
            .withLargestComponentOf(largestComponentOf);
    Predictor predictor = Predictor.open(files, options);
    if (options.device() == Device.AUTO) {
      say("device " + predictor.device());
    }
    return predictor;
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("firenet: " + line);
    err.flush();
  }

  /**
   * Says once that an image goes in smaller tiles than the model's own, as results then differ a
   * little from those of a machine with more memory.
   */
  void tellOfSmallerTiles(Predictor predictor, Volume image) throws IOException {
    InferencePlan plan = plan(predictor, image);
    GridSize usual =
        new SlidingWindow(predictor.card().preprocessing().maxSide()).windowSize(plan.grid());
    if (!toldOfTiles && !plan.tile().equals(usual)) {
      toldOfTiles = true;
      say(
          "to save memory, tiles of %s instead of %s voxels; results may differ a little, --memory-budget allows more"
              .formatted(plan.tile(), usual));
    }
  }

  private static InferencePlan plan(Predictor predictor, Volume image) throws IOException {
    try {
      return predictor.plan(image.geometry());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Segments an image.
   *
   * @throws ModelException if the network cannot be computed
   * @throws IOException if the image has a fault or needs too much memory
   */
  static LabelMap segment(Predictor predictor, Volume image) throws IOException {
    return ((Prediction.Segmentation) predict(predictor, image)).labels();
  }

  /** As {@link #segment(Predictor, Volume)}; {@code progress} hears the share that is done. */
  static LabelMap segment(Predictor predictor, Volume image, DoubleConsumer progress)
      throws IOException {
    Prediction done = run(() -> joined(predictor.predictAsync(image, progress)));
    return ((Prediction.Segmentation) done).labels();
  }

  /**
   * The probability of each label, or region, at each voxel of an image.
   *
   * @throws ModelException if the network cannot be computed
   * @throws IOException if the image has a fault or needs too much memory
   */
  static Volume probabilities(Predictor predictor, Volume image, DoubleConsumer progress)
      throws IOException {
    return run(() -> joined(predictor.probabilitiesAsync(image, progress)));
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Applies a model to an image.
   *
   * @throws ModelException if the network cannot be computed
   * @throws IOException if the image has a fault or needs too much memory
   */
  static Prediction predict(Predictor predictor, Volume image) throws IOException {
    return run(() -> predictor.predict(image));
  }

  private static <T> T run(Supplier<T> prediction) throws IOException {
    try {
      return prediction.get();
    } catch (IllegalArgumentException e) { // the image's fault, such as too little memory for it
      throw new IOException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  /** Reads an overlap. */
  static final class OverlapConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("0?\\.\\d+|0")) {
        throw new TypeConversionException(
            "expected a fraction from 0 to below 1, such as 0.25, got '%s'".formatted(text));
      }
      return Double.valueOf(text);
    }
  }
}
