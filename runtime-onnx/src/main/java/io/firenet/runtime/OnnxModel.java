package io.firenet.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.firenet.decoder.Objective;
import io.firenet.file.ForeignText;
import io.firenet.file.RegularFile;
import io.firenet.machine.NativeCalls;
import io.firenet.model.GraphDigest;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.ModelException;
import io.firenet.runtime.NativeObjects.Owned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model file that ONNX Runtime has loaded, with its card.
 *
 * @param name the file it was read from, or what stands for it in messages
 * @param owned ONNX Runtime's side of it, freed by {@link #close}
 * @param card what it is for
 * @param natives counts what is held outside Java's heap
 */
record OnnxModel(String name, Owned<OrtSession> owned, ModelCard card, NativeObjects natives)
    implements AutoCloseable {

  /** Makes ONNX Runtime load a model. */
  private interface Loader {
    OrtSession load(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  /** The {@link GraphDigest} of what was loaded. */
  private interface Digest {
    String get() throws IOException;
  }

  static final String INPUT = "image";

  /** The output of a segmentation or a classification. */
  private static final String LOGITS = "logits";

  /** The output of a regression. */
  private static final String VALUES = "values";

  /** What runs the model. */
  OrtSession session() {
    return owned.get();
  }

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
                            .formatted(name, card.objective())));
    boolean values = objective == Objective.REGRESSION;
    boolean regions = objective == Objective.REGIONS;
    if (values == card.quantities().isEmpty()
        || regions == card.regions().isEmpty()
        || objective.wholeImage() != outputIsOneVoxel()) {
      throw new ModelException(
          "%s: its model card is for %s of %s, which its output does not fit"
              .formatted(name, card.objective(), card.outputNames()));
    }
    return objective;
  }

  private boolean outputIsOneVoxel() throws ModelException {
    try {
      long[] shape = ((TensorInfo) session().getOutputInfo().get(output()).getInfo()).getShape();
      return shape[2] == 1 && shape[3] == 1 && shape[4] == 1;
    } catch (OrtException e) {
      throw new ModelException(name + ": damaged ONNX model: " + firstLine(e), e);
    }
  }

  /**
   * Loads a model and checks that it is what its card says. Nothing stays loaded if that fails.
   *
   * @throws ModelException if the file is no ONNX model, has no readable card, or takes and gives
   *     other tensors than the card says
   */
  static OnnxModel open(Path file, OnnxSessions settings, NativeObjects natives)
      throws ModelException {
    try {
      RegularFile.require(file, "an exported .onnx model");
    } catch (IOException e) {
      throw new ModelException(e.getMessage(), e);
    }
    String path = file.toString();
    return open(
        path,
        settings,
        natives,
        (environment, it) -> environment.createSession(path, it),
        () -> GraphDigest.of(file));
  }

  /** As {@link #open(Path, OnnxSessions, NativeObjects)}, for the content of such a file. */
  static OnnxModel open(byte[] model, OnnxSessions settings, NativeObjects natives)
      throws ModelException {
    return open(
        "model of %s bytes".formatted(model.length),
        settings,
        natives,
        (environment, it) -> environment.createSession(model, it),
        () -> GraphDigest.of(model));
  }

  private static OnnxModel open(
      String name, OnnxSessions settings, NativeObjects natives, Loader loader, Digest digest)
      throws ModelException {
    try (NativeCalls.Call call = NativeCalls.OF_PROCESS.begin()) {
      return load(name, settings, natives, loader, digest);
    }
  }

  private static OnnxModel load(
      String name, OnnxSessions settings, NativeObjects natives, Loader loader, Digest digest)
      throws ModelException {
    Owned<OrtSession> session = natives.own(session(name, settings, natives, loader));
    try {
      ModelCard card = readCard(name, session.get());
      checkWhole(name, card, digest);
      checkTensor(name, session.get().getInputInfo(), INPUT, card.channels().size());
      checkTensor(name, session.get().getOutputInfo(), output(card), card.outputNames().size());
      return new OnnxModel(name, session, card, natives);
    } catch (ModelException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    } catch (OrtException e) {
      closeAfter(e, session);
      throw new ModelException(name + ": damaged ONNX model: " + firstLine(e), e);
    }
  }

  private static OrtSession session(
      String name, OnnxSessions settings, NativeObjects natives, Loader loader)
      throws ModelException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (Owned<SessionOptions> options = natives.own(new SessionOptions())) {
      options.get().setSessionLogLevel(OnnxSessions.SILENT);
      environment.setTelemetry(false); // what is segmented here is nobody else's business
      settings.configure(options.get());
      return loader.load(environment, options.get());
    } catch (OrtException e) {
      NativeCalls.OF_PROCESS.checkNotEnding();
      throw new ModelException(name + ": not a usable ONNX model: " + firstLine(e), e);
    }
  }

  private static ModelCard readCard(String name, OrtSession session)
      throws OrtException, ModelException {
    String json = session.getMetadata().getCustomMetadata().get(ModelCard.METADATA_KEY);
    if (json == null) {
      throw new ModelException(
          "%s: an ONNX model, but not of FIRENet: its metadata has no '%s'; export it with FIRENet"
              .formatted(name, ModelCard.METADATA_KEY));
    }
    try {
      return ModelCardJson.fromJson(json);
    } catch (ModelException e) {
      throw new ModelException(name + ": " + e.getMessage(), e);
    }
  }

  /** Weights with a flipped bit would give other labels without a word. */
  private static void checkWhole(String name, ModelCard card, Digest digest) throws ModelException {
    if (card.graphSha256().isEmpty()) {
      return; // exported before cards had it
    }
    String found;
    try {
      found = digest.get();
    } catch (IOException e) {
      throw new ModelException(name + ": cannot be read: " + e.getMessage(), e);
    }
    if (!found.equals(card.graphSha256().get())) {
      throw new ModelException(
          "%s: damaged, or changed since its export: its card is for a graph with the SHA-256 %s, it has %s; copy or export it again"
              .formatted(name, card.graphSha256().get(), found));
    }
  }

  private static void checkTensor(
      String model, Map<String, NodeInfo> tensors, String name, int channels)
      throws ModelException {
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
          "%s: its model card asks for a tensor '%s' of %s channels, float32 [1,C,D,H,W]; the model has %s"
              .formatted(model, name, channels, describe(tensors, found)));
    }
  }

  private static String describe(Map<String, NodeInfo> tensors, @Nullable NodeInfo found) {
    return found == null ? tensors.keySet().toString() : found.getInfo().toString();
  }

  private static void closeAfter(Exception cause, Owned<OrtSession> session) {
    try {
      session.close();
    } catch (IllegalStateException e) {
      cause.addSuppressed(e);
    }
  }

  static String firstLine(OrtException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return ForeignText.line(line, 500); // names of layers and tensors are in it
  }

  @Override
  public void close() {
    owned.close();
  }
}
