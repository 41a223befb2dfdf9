package io.firenet.launcher.command.export;

import io.firenet.core.experiment.SegmentationModel;
import io.firenet.model.ModelException;
import io.firenet.runtime.MemoryBudgetException;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.PredictorOptions;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Exported models on ONNX Runtime, as {@code evaluate} applies them.
 *
 * @param predictor one model, or the mean of several
 */
public record ExportedModels(Predictor predictor) implements SegmentationModel {

  public static ExportedModels open(List<Path> models) throws ModelException {
    return open(models, PredictorOptions.DEFAULT.memoryBudget());
  }

  /**
   * @param memoryBytes what they may take; 0 for what is usual
   */
  public static ExportedModels open(List<Path> models, long memoryBytes) throws ModelException {
    return new ExportedModels(
        Predictor.open(models, PredictorOptions.DEFAULT.withMemoryBudget(memoryBytes)));
  }

  @Override
  public LabelMap segment(Volume image) throws IOException {
    try {
      return ((Prediction.Segmentation) predictor.predict(image)).labels();
    } catch (MemoryBudgetException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    predictor.close();
  }
}
