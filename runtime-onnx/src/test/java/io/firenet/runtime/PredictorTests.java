package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.firenet.decoder.Objective;
import io.firenet.format.nifti.Nifti;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.Crop;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTests {

  @TempDir private Path folder;

  @Test
  void segmentationModelGivesWhatTheSegmenterGives() throws IOException {
    Path model = TestModels.segmentation(folder);
    Volume image = image(13);
    try (Predictor predictor = Predictor.open(model);
        Segmenter segmenter = Segmenter.open(model)) {
      assertEquals(Objective.SEGMENTATION, predictor.objective());
      var prediction = (Prediction.Segmentation) predictor.predict(image);
      assertArrayEquals(segmenter.segment(image).data(), prediction.labels().data());
    }
  }

  @Test
  void classificationModelGivesTheSoftmaxOfItsLogits() throws Exception {
    Path model = TestModels.classification(folder);
    Volume image = image(17);
    float[] logits = plain(model, image, "logits");
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit);
    }
    try (Predictor predictor = Predictor.open(model)) {
      var prediction = (Prediction.Classification) predictor.predict(image);
      assertEquals(3, prediction.probabilities().size());
      for (int c = 0; c < 3; c++) {
        assertEquals(Math.exp(logits[c]) / total, prediction.probabilities().get(c), 1e-6);
        assertTrue(logits[c] <= logits[prediction.label()]);
      }
      assertEquals(TestModels.LABELS, predictor.card().labels());
    }
  }

  @Test
  void regressionModelGivesValuesInTheirUnits() throws Exception {
    Path model = TestModels.regression(folder);
    Volume image = image(17);
    float[] values = plain(model, image, "values");
    try (Predictor predictor = Predictor.open(model)) {
      var prediction = (Prediction.Regression) predictor.predict(image);
      assertEquals(List.of((double) values[0], (double) values[1]), prediction.values());
      assertNotEquals(
          prediction, predictor.predict(image(23)), "values that no image changes tell little");
      // a network of random weights is some deviations off the mean, not at the origin of the unit
      assertEquals(1500, values[0], 5 * 200);
      assertEquals(-3, values[1], 5 * 0.5);
    }
  }

  @Test
  void modelsOfWholeImagesAreAveragedAndMirrored() throws IOException {
    Path model = TestModels.regression(folder);
    Volume image = image(17, 19);
    PredictorOptions mirroring = PredictorOptions.DEFAULT.withMirroring(true);
    try (Predictor one = Predictor.open(model);
        Predictor twice = Predictor.open(List.of(model, model), PredictorOptions.DEFAULT);
        Predictor mirrored =
            Predictor.open(new ByteArrayInputStream(Files.readAllBytes(model)), mirroring)) {
      assertEquals(one.predict(image), twice.predict(image));
      var expected = (Prediction.Regression) mirrored.predict(image);
      var turned = (Prediction.Regression) mirrored.predictAsync(reversed(image), f -> {}).join();
      assertNotEquals(one.predict(image), expected, "no mirroring");
      for (int i = 0; i < 2; i++) {
        assertEquals(expected.values().get(i), turned.values().get(i), 1e-3);
      }
    }
    PredictorOptions liver = mirroring.withLargestComponentOf(Set.of("liver"));
    assertEquals(
        "largestComponentOf: a model for regression labels no voxels",
        assertThrows(IllegalArgumentException.class, () -> Predictor.open(model, liver))
            .getMessage());
  }

  @Test
  void imageFilesAreReadAndCheckedForTheirChannels() throws IOException {
    Path in = folder.resolve("image.nii.gz");
    Nifti.write(in, image(13));
    Path two = folder.resolve("two.nii");
    GridSize size = new GridSize(12, 12, 12);
    Nifti.write(
        two, new Volume(ImageGeometry.axisAligned(size, 2), 2, new float[2 * 12 * 12 * 12]));
    try (Predictor predictor = Predictor.open(TestModels.classification(folder))) {
      assertEquals(predictor.predict(Nifti.readVolume(in)), predictor.predict(in));
      IOException error = assertThrows(IOException.class, () -> predictor.predict(two));
      assertEquals(two + ": has 2 channels, the model for phantom takes [CT]", error.getMessage());
    }
  }

  @Test
  void cardThatTheFileDoesNotFitIsRefused() throws IOException {
    Path model = TestModels.write(folder.resolve("wrong.onnx"), "classification", 1);
    ModelException error = assertThrows(ModelException.class, () -> Predictor.open(model));
    assertEquals(
        model
            + ": its model card is for classification of [background, liver, spleen], which its"
            + " output does not fit",
        error.getMessage());
    assertThrows(
        ModelException.class,
        () -> Predictor.open(TestModels.write(folder.resolve("w.onnx"), "regression", 1)));
  }

  @Test
  void unknownObjectiveAsksForANewerRelease() throws IOException {
    Path model = TestModels.write(folder.resolve("new.onnx"), "detection", 1);
    ModelException error = assertThrows(ModelException.class, () -> Predictor.open(model));
    assertEquals(
        model + ": a model for detection, which this release does not know; use a newer one",
        error.getMessage());
  }

  /** The file's output for the middle of the preprocessed image, without this module's code. */
  private static float[] plain(Path model, Volume image, String output)
      throws OrtException, IOException {
    ModelCard card = ModelCards.read(model);
    Volume seen = new Preprocessor(card.preprocessing()).image(image);
    Volume middle = Crop.centred(seen.size(), card.preprocessing().maxSide()).apply(seen);
    GridSize size = middle.size();
    long[] shape = {1, 1, size.depth(), size.height(), size.width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor in =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(middle.data()), shape);
        OrtSession.Result out = session.run(Map.of("image", in))) {
      OnnxTensor tensor = (OnnxTensor) out.get(output).orElseThrow();
      return tensor.getFloatBuffer().array();
    }
  }

  private static Volume reversed(Volume image) {
    float[] data = image.data();
    float[] out = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      out[i] = data[data.length - 1 - i];
    }
    return new Volume(image.geometry(), 1, out);
  }

  /** Noise of 2 mm on a grid of odd sides, the longest beyond what the models see at once. */
  private static Volume image(long seed) {
    return image(seed, 27);
  }

  private static Volume image(long seed, int width) {
    GridSize size = new GridSize(11, 13, width);
    Random random = new Random(seed);
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (100 * Math.exp(random.nextGaussian()) + seed * (i % 27));
    }
    return new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
  }
}
