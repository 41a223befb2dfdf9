package io.firenet.launcher.command.train;

import io.firenet.core.data.LabelCensus;
import io.firenet.core.data.Split;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.Progress;
import io.firenet.preprocess.IntensityRule;
import java.io.PrintWriter;

/** What a user is told of a dataset before it is trained on. */
final class DatasetIntroduction {

  private DatasetIntroduction() {}

  /**
   * Prints it.
   *
   * @param labels whether all labels are read and what stands out is told
   */
  static void print(TrainingDataset dataset, boolean labels, PrintWriter writer)
      throws InterruptedException {
    writer.println(describe(dataset));
    dataset
        .dataset()
        .notes()
        .forEach(note -> writer.println("%s: note: %s".formatted(dataset.name(), note)));
    if (!dataset.intensity().isEmpty()) {
      writer.println(
          "%s: intensities: %s"
              .formatted(
                  dataset.name(),
                  IntensityRule.inWords(dataset.descriptor().channels(), dataset.intensity())));
    }
    if (labels && !dataset.decoder().objective().wholeImage()) {
      tellOfLabels(dataset, writer);
    }
  }

  private static void tellOfLabels(TrainingDataset dataset, PrintWriter writer)
      throws InterruptedException {
    LabelCensus census;
    try (Progress progress = new Progress("Reading the labels of " + dataset.name())) {
      census = LabelCensus.of(dataset.dataset(), progress);
    }
    census
        .findings(dataset.split())
        .forEach(finding -> writer.println("%s: note: %s".formatted(dataset.name(), finding)));
  }

  private static String describe(TrainingDataset dataset) {
    int validation = dataset.split().validation().size();
    return "%s: %s to train on, %s"
        .formatted(
            dataset.name(),
            Count.of(dataset.split().training().size(), "case"),
            validation > 0
                ? validation
                    + " to validate on"
                    + dataset
                        .split()
                        .drawn()
                        .flatMap(Split.Draw::stratifiedBy)
                        .map(", each %s with its share"::formatted)
                        .orElse("")
                : "none to validate on"
                    + (isDrawnOfOneSubject(dataset) ? " since all are of one subject" : ""));
  }

  private static boolean isDrawnOfOneSubject(TrainingDataset dataset) {
    return dataset.split().drawn().isPresent()
        && dataset.training().stream().map(Case::subject).distinct().count() == 1;
  }
}
