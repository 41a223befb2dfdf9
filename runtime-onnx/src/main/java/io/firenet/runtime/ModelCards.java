package io.firenet.runtime;

import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import java.nio.file.Path;

/** Tells what a model file is for, without running it. */
public final class ModelCards {

  private ModelCards() {}

  /**
   * The card in a model file's metadata.
   *
   * @param file an {@code .onnx} file
   * @return what the model is for, what comes out, and where its weights come from
   * @throws ModelException if the file is no ONNX model or has no readable card
   */
  public static ModelCard read(Path file) throws ModelException {
    try (OnnxModel model = OnnxModel.open(file, OnnxSessions.unoptimised(), new NativeObjects())) {
      return model.card();
    }
  }
}
