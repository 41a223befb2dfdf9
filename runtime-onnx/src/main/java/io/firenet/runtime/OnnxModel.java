package io.firenet.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model file that ONNX Runtime has loaded, with its card.
 *
 * @param file where it was read
 * @param session ONNX Runtime's side of it, freed by {@link #close}
 * @param card what it is for
 */
record OnnxModel(Path file, OrtSession session, ModelCard card) implements AutoCloseable {

  static final String INPUT = "image";

  /** The output of a segmentation or a classification. */
  private static final String LOGITS = "logits";

  /** The output of a regression. */
  private static final String VALUES = "values";

  /** The name of the output. */
  String output() {
    return output(card);
  }

  private static String output(ModelCard card) {
    return card.quantities().isEmpty() ? LOGITS : VALUES;
  }

  /**
   * What it computes.
   *
   * @throws ModelException if that is unknown here, or not what its card and its output say
   */
  Objective objective() throws ModelException {
    Objective objective =
        Arrays.stream(Objective.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(card.objective()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s: a model for %s, which this release does not know; use a newer one"
                            .formatted(file, card.objective())));
    boolean values = objective == Objective.REGRESSION;
    if (values == card.quantities().isEmpty() || objective.wholeImage() != outputIsOneVoxel()) {
      throw new ModelException(
          "%s: its model card is for %s of %s, which its output does not fit"
              .formatted(file, card.objective(), card.outputNames()));
    }
    return objective;
  }

  private boolean outputIsOneVoxel() throws ModelException {
    try {
      long[] shape = ((TensorInfo) session.getOutputInfo().get(output()).getInfo()).getShape();
      return shape[2] == 1 && shape[3] == 1 && shape[4] == 1;
    } catch (OrtException e) {
      throw new ModelException(file + ": damaged ONNX model: " + firstLine(e), e);
    }
  }

  /**
   * Loads a model and checks that it is what its card says. Nothing stays loaded if that fails.
   *
   * @throws ModelException if the file is no ONNX model, has no readable card, or takes and gives
   *     other tensors than the card says
   */
  static OnnxModel open(Path file, OnnxSessions settings) throws ModelException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + ": there is no such file; give an exported .onnx model");
    }
    OrtSession session = load(file, settings);
    try {
      ModelCard card = readCard(file, session);
      checkTensor(file, session.getInputInfo(), INPUT, card.channels().size());
      checkTensor(file, session.getOutputInfo(), output(card), card.outputNames().size());
      return new OnnxModel(file, session, card);
    } catch (ModelException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    } catch (OrtException e) {
      closeAfter(e, session);
      throw new ModelException(file + ": damaged ONNX model: " + firstLine(e), e);
    }
  }

  private static OrtSession load(Path file, OnnxSessions settings) throws ModelException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false); // what is segmented here is nobody else's business
      settings.configure(options);
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new ModelException(file + ": not a usable ONNX model: " + firstLine(e), e);
    }
  }

  private static ModelCard readCard(Path file, OrtSession session)
      throws OrtException, ModelException {
    String json = session.getMetadata().getCustomMetadata().get(ModelCard.METADATA_KEY);
    if (json == null) {
      throw new ModelException(
          "%s: an ONNX model, but not of FIRENet: its metadata has no '%s'; export it with FIRENet"
              .formatted(file, ModelCard.METADATA_KEY));
    }
    try {
      return ModelCardJson.fromJson(json);
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  private static void checkTensor(
      Path file, Map<String, NodeInfo> tensors, String name, int channels) throws ModelException {
    NodeInfo found = tensors.get(name);
    boolean fits =
        tensors.size() == 1
            && found != null
            && found.getInfo() instanceof TensorInfo info
            && info.type == OnnxJavaType.FLOAT
            && info.getShape().length == 5
            && info.getShape()[1] == channels;
    if (!fits) {
      throw new ModelException(
          "%s: its model card asks for a tensor '%s' of %d channels, float32 [1,C,D,H,W]; the model has %s"
              .formatted(file, name, channels, describe(tensors, found)));
    }
  }

  private static String describe(Map<String, NodeInfo> tensors, @Nullable NodeInfo found) {
    return found == null ? tensors.keySet().toString() : found.getInfo().toString();
  }

  private static void closeAfter(Exception cause, OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": cannot be closed: " + firstLine(e), e);
    }
  }
}
