package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.firenet.format.ImageFormats;
import io.firenet.format.StoredImage;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.PredictorOptions;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server adds to the time of {@code predict} with a model that is in memory. */
class OverheadTests {

  private static final int ROUNDS = 21;

  /**
   * Jobs on a small image before, since Java computes what it has seldom done several times slower.
   */
  private static final int WARM = 150;

  @TempDir Path folder;

  @Test
  @Tag("benchmark")
  void theServerAddsLittleToAPass() throws Exception {
    Path model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    Path image = folder.resolve("image.nii.gz");
    ImageFormats.write(image, ServedModels.image(80));
    PredictorOptions options = PredictorOptions.DEFAULT.withThreads(1);
    double[] alone = new double[ROUNDS];
    double[] served = new double[ROUNDS];
    double[] aloneCpu = new double[ROUNDS];
    double[] servedCpu = new double[ROUNDS];
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Predictor predictor = Predictor.open(model, options);
        FirenetServer server =
            FirenetServer.start(
                new ServerOptions(
                    "test",
                    "127.0.0.1",
                    0,
                    ServerOptions.AccessOptions.OPEN,
                    new ServerOptions.Content(
                        List.of(model), List.of(), List.of(), List.of(), Optional.empty()),
                    options,
                    Limits.usual(),
                    Optional.empty()))) {
      Client client = new Client(server);
      Path small = folder.resolve("small.nii.gz");
      ImageFormats.write(small, ServedModels.image(8));
      for (int i = 0; i < WARM; i++) {
        predict(predictor, small, folder.resolve("small-labels.nii.gz"));
        forget(client, serve(client, small, folder.resolve("small-labels.nii.gz")));
      }
      Path first = folder.resolve("predict.nii.gz");
      Path second = folder.resolve("serve.nii.gz");
      for (int round = -3; round < ROUNDS; round++) { // the first ones warm up
        long begunCpu = process.getProcessCpuTime();
        long begun = System.nanoTime();
        predict(predictor, image, first);
        long between = System.nanoTime();
        long betweenCpu = process.getProcessCpuTime();
        String[] made = serve(client, image, second);
        long end = System.nanoTime();
        long endCpu = process.getProcessCpuTime();
        forget(client, made);
        if (round >= 0) {
          alone[round] = (between - begun) / 1e9;
          served[round] = (end - between) / 1e9;
          aloneCpu[round] = (betweenCpu - begunCpu) / 1e9;
          servedCpu[round] = (endCpu - betweenCpu) / 1e9;
        }
      }
      assertArrayEquals(
          ImageFormats.readLabels(first).data(), ImageFormats.readLabels(second).data());
    }
    Arrays.sort(alone);
    Arrays.sort(served);
    Arrays.sort(aloneCpu);
    Arrays.sort(servedCpu);
    double share = served[ROUNDS / 2] / alone[ROUNDS / 2] - 1;
    System.out.printf(
        Locale.ROOT,
        "80×82×84 voxels, after %s small jobs: predict %.0f ms, from upload to labels through the server %.0f ms, %.1f"
            + " %% more; of the processor %.0f and %.0f ms, the client's among them, %.1f %% more;"
            + " medians of %s%n",
        WARM,
        1000 * alone[ROUNDS / 2],
        1000 * served[ROUNDS / 2],
        100 * share,
        1000 * aloneCpu[ROUNDS / 2],
        1000 * servedCpu[ROUNDS / 2],
        100 * (servedCpu[ROUNDS / 2] / aloneCpu[ROUNDS / 2] - 1), // whatever else the machine does
        ROUNDS);
    assertTrue(share <= 0.05, "the server adds " + share);
  }

  private static void predict(Predictor predictor, Path image, Path labels) throws IOException {
    StoredImage stored = ImageFormats.open(image);
    Prediction prediction = predictor.predict(predictor.read(stored));
    LabelMap map = ((Prediction.Segmentation) prediction).labels();
    ImageFormats.write(labels, map, predictor.details(stored.source()));
  }

  private static void forget(Client client, String[] made) throws Exception {
    client.delete("/api/jobs/" + made[0]);
    client.delete("/api/images/" + made[1]);
  }

  /** Gives the ids of the job and the image. */
  private static String[] serve(Client client, Path image, Path labels) throws Exception {
    String id = client.open(image).getString("id");
    JsonObject done = client.run(id, "abdomen");
    assertEquals("done", done.getString("state"), done::toString);
    String url = done.getJsonArray("results").getJsonObject(0).getString("labelsUrl");
    Files.write(labels, client.get(url).body());
    return new String[] {done.getString("id"), id};
  }
}
