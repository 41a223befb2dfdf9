package io.firenet.server.job;

import io.firenet.format.StoredImage;
import io.firenet.model.ModelException;
import io.firenet.preprocess.ImageExamination;
import io.firenet.runtime.Predictor;
import io.firenet.server.http.Refusal;
import io.firenet.server.model.LoadedModels;
import io.firenet.server.queue.Ticket;
import io.firenet.server.storage.Sentence;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/** A model applied to an image, within the pass that a ticket stands for. */
public final class ModelPass {

  private final LoadedModels models;

  public ModelPass(LoadedModels models) {
    this.models = models;
  }

  /**
   * Applies models, whose outputs are averaged.
   *
   * @param volume the image's voxels
   * @throws Refusal if they cannot be applied to it; the message says why
   * @throws java.util.concurrent.CancellationException if the ticket was given up
   */
  public Applied apply(
      List<Path> files,
      boolean mirror,
      StoredImage image,
      Volume volume,
      Ticket ticket,
      DoubleConsumer progress) {
    return with(
        files,
        mirror,
        volume.geometry(),
        predictor -> {
          List<String> warnings = new ArrayList<>(image.notes());
          warnings.addAll(examine(predictor, volume));
          return new Applied(
              predictor.card(),
              predictor.details(image.source()),
              Optional.of(ticket.await(predictor.predictAsync(volume, progress))),
              warnings,
              predictor.device());
        });
  }

  /**
   * Does something with models in memory.
   *
   * @param image what they are to be applied to
   * @throws Refusal if they cannot be used, or what is done fails for its input
   */
  public <T> T with(
      List<Path> files, boolean mirror, ImageGeometry image, Function<Predictor, T> work) {
    try (LoadedModels.Use use = models.use(files, mirror, image)) {
      return work.apply(use.predictor());
    } catch (ModelException e) {
      throw new Refusal(409, "the model is damaged: " + Sentence.of(e, files.get(0).getParent()));
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException cause) {
        throw Refusal.unusable(Sentence.of(cause, null));
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (IllegalArgumentException e) {
      throw Refusal.unusable(Sentence.of(e, null));
    }
  }

  private static List<String> examine(Predictor predictor, Volume volume) {
    int channels = predictor.card().channels().size();
    if (volume.channels() != channels) {
      throw Refusal.unusable(
          "the image has %s channels, the model takes %s"
              .formatted(volume.channels(), predictor.card().channels()));
    }
    ImageExamination examination = predictor.examine(volume);
    if (!examination.faults().isEmpty()) {
      throw Refusal.unusable(String.join("; ", examination.faults()));
    }
    return examination.warnings();
  }
}
