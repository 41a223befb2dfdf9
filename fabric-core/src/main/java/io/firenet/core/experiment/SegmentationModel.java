package io.firenet.core.experiment;

import io.firenet.core.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An exported model, or the average of several, that segments images. */
public interface SegmentationModel extends Evaluator.Segmentation, AutoCloseable {

  @Override
  void close();

  /** What loads exported models: a runtime, which this module does not know. */
  @FunctionalInterface
  interface Opener {

    /**
     * Loads a model, or several whose logits are averaged.
     *
     * @param models ONNX files; at least one
     * @return what segments with them, to be closed
     * @throws IOException if one cannot be used
     */
    SegmentationModel open(List<Path> models) throws IOException;
  }
}
