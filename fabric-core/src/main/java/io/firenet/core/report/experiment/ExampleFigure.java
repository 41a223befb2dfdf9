package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExampleSlices;
import io.firenet.core.experiment.ExampleSlices.Rank;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.report.document.Figure;
import io.firenet.core.report.document.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The worst and the median case of each dataset and method: the paper's Figures 5 and 7.
 *
 * @param observations what there is
 * @param runFolder where the files of a run are, by its id
 */
record ExampleFigure(Observations observations, Function<String, Path> runFolder) {

  private static final int WIDTH = 1100; // sharp at the width of a page, and small enough to embed

  private record Example(String run, ExampleSlices slices) {

    boolean showsCaseOf(Example other) {
      return run.equals(other.run) && slices.caseId().equals(other.slices.caseId());
    }
  }

  /**
   * The figures of a stage, one for each dataset of which there are pictures.
   *
   * @throws IOException if a picture cannot be read
   */
  List<Figure> figures(ExperimentRun.Stage stage) throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (ExperimentDataset dataset : observations.datasets(stage)) {
      List<Picture> pictures = new ArrayList<>();
      for (String method : observations.methods(stage)) {
        Optional<Example> worst = choose(stage, dataset.name(), method, Rank.WORST);
        Optional<Example> median =
            choose(stage, dataset.name(), method, Rank.MEDIAN)
                .filter(one -> worst.filter(one::showsCaseOf).isEmpty());
        for (Example example : Stream.of(worst, median).flatMap(Optional::stream).toList()) {
          picture(dataset.name(), method, example).ifPresent(pictures::add);
        }
      }
      if (!pictures.isEmpty()) {
        figures.add(
            new Figure(
                ("%s: the case with the lowest mean Dice and the one in the middle, if that is"
                        + " another, reference above and prediction below.")
                    .formatted(dataset.name()),
                Figure.Size.WIDE,
                pictures));
      }
    }
    return figures;
  }

  /** Over the folds the worst of the worst, and the middle one of the medians. */
  private Optional<Example> choose(
      ExperimentRun.Stage stage, String dataset, String method, Rank rank) {
    List<Example> sorted = new ArrayList<>();
    for (RunOutcome outcome : observations.outcomes(stage, method)) {
      outcome.examples().stream()
          .filter(one -> one.dataset().equals(dataset) && one.rank() == rank)
          .forEach(one -> sorted.add(new Example(outcome.run().id(), one)));
    }
    sorted.sort(Comparator.comparingDouble(one -> one.slices.dice()));
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(sorted.get(rank == Rank.WORST ? 0 : (sorted.size() - 1) / 2));
  }

  private Optional<Picture> picture(String dataset, String method, Example example)
      throws IOException {
    ExampleSlices slices = example.slices;
    Path file = runFolder.apply(example.run).resolve(slices.file());
    if (!Files.isRegularFile(file)) {
      return Optional.empty(); // deleted since; the figures of the case are still there
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException(file + " is no picture");
    }
    BufferedImage small = fitted(image);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(small, "png", png);
    String rank = slices.rank().name().toLowerCase(Locale.ROOT);
    return Optional.of(
        new Picture.Photo(
            "example-%s-%s-%s".formatted(dataset, plain(method), rank),
            String.format(
                Locale.ROOT,
                "%s, %s case: %s, Dice %.3f",
                method,
                rank,
                slices.caseId(),
                slices.dice()),
            small.getWidth(),
            small.getHeight(),
            png.toByteArray()));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace("²", "2")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static BufferedImage fitted(BufferedImage image) {
    if (image.getWidth() <= WIDTH) {
      return image;
    }
    int height = Math.max(1, Math.round((float) image.getHeight() * WIDTH / image.getWidth()));
    BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image, 0, 0, WIDTH, height, null);
    g.dispose();
    return small;
  }
}
