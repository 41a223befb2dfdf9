package io.firenet.launcher.command;

import io.firenet.core.report.EpochRecord;
import io.firenet.core.report.Score;
import io.firenet.core.training.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A bar inside each epoch on a terminal, and one line per epoch everywhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

  private final PrintWriter out;
  private final int epochs;
  private @Nullable Progress bar;
  private boolean validating;

  TrainingProgress(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void stepDone(int epoch, int step, int steps, double loss) {
    if (bar == null || validating) {
      restart("Epoch %d/%d".formatted(epoch, epochs), false);
    }
    bar.caseDone(step, steps, "loss %.3f".formatted(loss));
  }

  @Override
  public void validationDone(int epoch, int done, int total) {
    if (!validating) {
      restart("Validating %d/%d".formatted(epoch, epochs), true);
    }
    bar.caseDone(done, total, "");
  }

  private void restart(String task, boolean validation) {
    close();
    bar = new Progress(task);
    validating = validation;
  }

  @Override
  public void epochDone(EpochRecord record) {
    close();
    validating = false;
    String validation =
        record.validation().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "validation loss %.4f  %s  ",
                record.validationLoss(),
                scores(record.validation()));
    out.printf(
        Locale.ROOT,
        "epoch %3d/%d  loss %.4f  %srate %.1e  %.0f s  %.1f GiB%n",
        record.epoch(),
        epochs,
        record.trainingLoss(),
        validation,
        record.learningRate(),
        record.seconds(),
        residentGib());
    out.flush();
  }

  private static String scores(Map<String, Score> byDataset) {
    return byDataset.entrySet().stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s %s %.4f",
                    each.getValue().metric(),
                    each.getKey(),
                    each.getValue().value()))
        .collect(Collectors.joining(", "));
  }

  /** Memory of this process, NaN where the system does not tell. */
  private static double residentGib() {
    Path status = Path.of("/proc/self/status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0 / 1024;
        }
      }
    } catch (IOException e) {
      return Double.NaN; // not Linux
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
