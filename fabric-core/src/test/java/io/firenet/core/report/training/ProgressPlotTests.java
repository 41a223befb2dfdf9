package io.firenet.core.report.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressPlotTests {

  private static final int TRAINING_BLUE = 0xFF1F77B4;
  private static final int VALIDATION_RED = 0xFFD62728;
  private static final int FIRST_SCORE_GREEN = 0xFF2CA02C;
  private static final int SECOND_SCORE_ORANGE = 0xFFFF7F0E;

  @Test
  void lossesAndScoresOfEveryDatasetAreDrawn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run/progress.png");
    ProgressPlot.write(epochs(60), file);
    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(1200, picture.getWidth());
    assertEquals(950 + 2 * 560, picture.getHeight());
    for (int colour :
        new int[] {TRAINING_BLUE, VALIDATION_RED, FIRST_SCORE_GREEN, SECOND_SCORE_ORANGE}) {
      assertTrue(count(picture, colour) > 300, "colour " + Integer.toHexString(colour));
    }
    try (var left = Files.list(file.getParent())) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void fifteenDatasetsEachHaveALineOfTheirOwn() {
    List<EpochRecord> epochs =
        IntStream.rangeClosed(1, 50)
            .mapToObj(
                i -> {
                  Map<String, Score> scores = new LinkedHashMap<>();
                  for (int k = 0; k < 15; k++) {
                    scores.put("dataset-" + k, new Score("Dice", 0.95 - 0.04 * k - 0.3 / i));
                  }
                  return epoch(i, 2.0 / i, 2.2 / i, scores);
                })
            .toList();
    assertEquals(
        15,
        DatasetCurve.of(epochs).stream()
            .map(d -> d.colour() + Arrays.toString(d.stroke().getDashArray()))
            .distinct()
            .count());
    BufferedImage picture = ProgressPlot.draw(epochs);
    for (DatasetCurve dataset : DatasetCurve.of(epochs)) {
      assertTrue(count(picture, dataset.colour().getRGB()) > 300, dataset::toString);
    }
  }

  @Test
  void theLossFallsAcrossThePicture() {
    List<EpochRecord> falling =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> epoch(i, 10.0 / i, Double.NaN, Map.of()))
            .toList();
    BufferedImage picture = ProgressPlot.draw(falling);
    assertTrue(
        highest(picture, TRAINING_BLUE, 0, 400) + 200 < highest(picture, TRAINING_BLUE, 800, 1150));
    assertEquals(0, count(picture, VALIDATION_RED));
  }

  @Test
  void oneEpochWithoutValidationIsEnough(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("progress.png");
    ProgressPlot.write(List.of(epoch(1, 1.2, Double.NaN, Map.of())), file);
    assertTrue(count(ImageIO.read(file.toFile()), TRAINING_BLUE) > 20);
  }

  @Test
  void aLossThatIsNotANumberIsLeftOut(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("progress.png");
    ProgressPlot.write(
        List.of(epoch(1, Double.NaN, 1, Map.of()), epoch(2, Double.NaN, 1, Map.of())), file);
    assertEquals(0, count(ImageIO.read(file.toFile()), TRAINING_BLUE));
  }

  @Test
  void isDrawnAfterEachEpochOfARun(@TempDir Path folder) throws IOException {
    ProgressPlot plot = new ProgressPlot(RunFolder.create(folder));
    RunState one = RunState.START.with(epoch(1, 1.2, 1, Map.of()), "");
    plot.epochDone(one);
    BufferedImage first = ImageIO.read(folder.resolve("progress.png").toFile());
    plot.epochDone(one.with(epoch(2, 0.8, 0.9, Map.of()), ""));
    BufferedImage second = ImageIO.read(folder.resolve("progress.png").toFile());
    assertTrue(count(second, TRAINING_BLUE) > count(first, TRAINING_BLUE));
  }

  @Test
  void noEpochIsRefused(@TempDir Path folder) {
    assertThrows(
        IllegalArgumentException.class,
        () -> ProgressPlot.write(List.of(), folder.resolve("progress.png")));
  }

  private static List<EpochRecord> epochs(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i -> {
              Map<String, Score> scores = new LinkedHashMap<>();
              if (i % 2 == 0) {
                scores.put("msd-hippocampus", new Score("Dice", 0.88 - 0.7 / i));
                scores.put("phantom", new Score("R²", 0.95 - 1.9 / i));
              }
              return epoch(i, 0.2 + 1.0 / i, 0.3 + 0.9 / i, scores);
            })
        .toList();
  }

  private static EpochRecord epoch(
      int epoch, double training, double validation, Map<String, Score> scores) {
    Map<String, DatasetLoss> losses = new LinkedHashMap<>();
    scores.keySet().forEach(name -> losses.put(name, new DatasetLoss(9, training, validation)));
    return new EpochRecord(
        epoch,
        training,
        validation,
        scores,
        losses,
        0,
        60 + epoch % 5,
        1e-3 / epoch,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static int count(BufferedImage picture, int colour) {
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += picture.getRGB(x, y) == colour ? 1 : 0;
      }
    }
    return count;
  }

  private static int highest(BufferedImage picture, int colour, int x0, int x1) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = x0; x < x1; x++) {
        if (picture.getRGB(x, y) == colour) {
          return y;
        }
      }
    }
    throw new AssertionError("no pixel of this colour");
  }
}
