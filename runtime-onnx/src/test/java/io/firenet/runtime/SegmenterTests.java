package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.firenet.format.nifti.Nifti;
import io.firenet.model.ModelException;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.runtime.PredictorOptions.Device;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmenterTests {

  @TempDir private Path folder;

  @Test
  void labelsLieOnTheGridOfAnObliqueAnisotropicImage() throws Exception {
    Path model = TestModels.segmentation(folder);
    Volume image = image(1, 1);
    try (Segmenter segmenter = Segmenter.open(model)) {
      LabelMap labels = segmenter.segment(image);
      assertSame(image.geometry(), labels.geometry());
      assertArrayEquals(plain(model, image), labels.data());
      long found =
          IntStream.range(0, labels.data().length).map(i -> labels.data()[i]).distinct().count();
      assertTrue(found > 1, "a test image that is all one label tells little");
    }
  }

  @Test
  void imageFileBecomesLabelFile() throws IOException {
    Volume image = image(1, 1);
    Path in = folder.resolve("ct.nii.gz");
    Path out = folder.resolve("labels.nii.gz");
    Nifti.write(in, image);
    try (Segmenter segmenter = Segmenter.open(TestModels.segmentation(folder))) {
      segmenter.segment(in, out);
      LabelMap labels = Nifti.readLabels(out);
      assertTrue(labels.geometry().matches(image.geometry(), 1e-4));
      assertArrayEquals(segmenter.segment(Nifti.readVolume(in)).data(), labels.data());
    }
  }

  @Test
  void imageFileOfOtherChannelsIsNamed() throws IOException {
    Path in = folder.resolve("petct.nii");
    Nifti.write(in, image(2, 1));
    try (Segmenter segmenter = Segmenter.open(TestModels.segmentation(folder))) {
      IOException error =
          assertThrows(
              IOException.class, () -> segmenter.segment(in, folder.resolve("labels.nii")));
      assertEquals(in + ": has 2 channels, the model for phantom takes [CT]", error.getMessage());
    }
  }

  @Test
  void imagesOfOtherSizesInBetweenChangeNothing() throws IOException {
    try (Segmenter segmenter = Segmenter.open(TestModels.segmentation(folder))) {
      LabelMap first = segmenter.segment(image(1, 1));
      segmenter.segment(cube(11));
      segmenter.segment(cube(45));
      assertArrayEquals(first.data(), segmenter.segment(image(1, 1)).data());
    }
  }

  @Test
  void aChoiceOfModelsIsTheirMean() throws IOException {
    Path model = TestModels.segmentation(folder);
    Path choice =
        Files.writeString(
            folder.resolve("best.json"),
            "{\"models\": [\"%1$s\", \"%1$s\"]}".formatted(model.getFileName()));
    try (Segmenter chosen = Segmenter.open(choice);
        Segmenter mean = Segmenter.open(List.of(model, model), PredictorOptions.DEFAULT);
        Predictor predictor = Predictor.open(choice)) {
      LabelMap expected = mean.segment(image(1, 1));
      assertEquals(expected, chosen.segment(image(1, 1)));
      assertEquals(expected, ((Prediction.Segmentation) predictor.predict(image(1, 1))).labels());
    }
  }

  @Test
  void fourThreadsGetWhatOneGets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Segmenter segmenter =
        Segmenter.open(TestModels.segmentation(folder), PredictorOptions.DEFAULT.withThreads(1))) {
      List<LabelMap> alone =
          IntStream.range(0, 4).mapToObj(i -> segmenter.segment(image(1, i))).toList();
      List<Callable<LabelMap>> calls =
          IntStream.range(0, 12)
              .<Callable<LabelMap>>mapToObj(i -> () -> segmenter.segment(image(1, i % 4)))
              .toList();
      List<Future<LabelMap>> together = threads.invokeAll(calls);
      for (int i = 0; i < together.size(); i++) {
        assertArrayEquals(alone.get(i % 4).data(), together.get(i).get().data());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void closedSegmenterSaysSo() throws IOException {
    Path model = TestModels.segmentation(folder);
    Segmenter segmenter = Segmenter.open(model);
    segmenter.close();
    segmenter.close();
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> segmenter.segment(image(1, 1)));
    assertEquals(model + ": it is closed; open it again", error.getMessage());
    assertEquals(TestModels.LABELS, segmenter.card().labels());
  }

  @Test
  void wrongNumberOfChannelsIsNamed() throws IOException {
    try (Segmenter segmenter = Segmenter.open(TestModels.segmentation(folder))) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> segmenter.segment(image(2, 1)));
      assertTrue(
          error.getMessage().startsWith("the network takes 1 channel, the image has 2"),
          error::getMessage);
    }
  }

  @Test
  void everyChannelIsUsed() throws IOException {
    Path model = TestModels.write(folder.resolve("two.onnx"), "segmentation", 2);
    try (Segmenter segmenter = Segmenter.open(model)) {
      Volume image = image(2, 1);
      short[] before = segmenter.segment(image).data();
      int half = image.data().length / 2;
      for (int i = half; i < image.data().length; i++) {
        image.data()[i] *= -1;
      }
      short[] after = segmenter.segment(image).data();
      assertTrue(
          IntStream.range(0, after.length).anyMatch(i -> after[i] != before[i]),
          "the second channel has no influence");
    }
  }

  @Test
  void modelForAnotherObjectiveIsRefused() throws IOException {
    Path model = TestModels.regression(folder);
    ModelException error = assertThrows(ModelException.class, () -> Segmenter.open(model));
    assertEquals(
        model
            + ": a model for regression; a segmenter needs one for segmentation, a Predictor takes"
            + " any",
        error.getMessage());
    assertEquals("regression", ModelCards.read(model).objective());
  }

  @Test
  void deviceThatIsNotThereIsNamed() throws IOException {
    Path model = TestModels.segmentation(folder);
    for (Device device : List.of(Device.CUDA, Device.TENSORRT)) {
      PredictorOptions options = PredictorOptions.DEFAULT.withDevice(device);
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> Segmenter.open(model, options));
      String message = error.getMessage();
      assertTrue(message.startsWith("device " + device + " cannot be used: "), message);
      assertTrue(message.contains("onnxruntime_gpu"), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void withoutAGpuTheDeviceAutoIsTheProcessorAndSaysWhy() throws IOException {
    Path model = TestModels.segmentation(folder);
    try (Segmenter auto = Segmenter.open(model, PredictorOptions.DEFAULT.withDevice(Device.AUTO));
        Segmenter cpu = Segmenter.open(model)) {
      assertEquals("CPU", cpu.device());
      assertTrue(auto.device().startsWith("CPU; device CUDA cannot be used: "), auto::device);
      assertArrayEquals(cpu.segment(image(1, 1)).data(), auto.segment(image(1, 1)).data());
    }
    Path text = Files.writeString(folder.resolve("notes.onnx"), "my notes\n");
    assertThrows(
        ModelException.class,
        () -> Segmenter.open(text, PredictorOptions.DEFAULT.withDevice(Device.AUTO)));
  }

  /** What the model computes, without this module's sessions and buffers. */
  private static short[] plain(Path model, Volume image) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString())) {
      LogitsFunction network =
          (values, size) -> {
            long[] shape = {1, 1, size.depth(), size.height(), size.width()};
            try (OnnxTensor in =
                    OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result out = session.run(Map.of("image", in))) {
              return ((OnnxTensor) out.get(0)).getFloatBuffer().array();
            } catch (OrtException e) {
              throw new AssertionError(e);
            }
          };
      return new Inference(ModelCards.read(model).preprocessing(), 1, TestModels.LABELS.size())
          .segment(image, network)
          .data();
    } catch (ModelException e) {
      throw new AssertionError(e);
    }
  }

  /** Blobs and noise on a grid of 1.5 × 0.9 × 3 mm that is turned by 20 degrees about z. */
  private static Volume image(int channels, long seed) {
    GridSize size = new GridSize(16, 50, 30);
    double c = Math.cos(Math.toRadians(20));
    double s = Math.sin(Math.toRadians(20));
    Affine turned = Affine.of(1.5 * c, -0.9 * s, 0, -7, 1.5 * s, 0.9 * c, 0, 12, 0, 0, 3, 5);
    return new Volume(new ImageGeometry(size, turned), channels, values(channels, size, seed));
  }

  private static Volume cube(int side) {
    GridSize size = new GridSize(side, side, side);
    return new Volume(ImageGeometry.axisAligned(size, 2), 1, values(1, size, 1));
  }

  private static float[] values(int channels, GridSize size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) (channels * size.voxels())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.2) + 50 * random.nextGaussian());
    }
    return values;
  }
}
