package io.firenet.launcher.command.train;

import io.firenet.core.training.MemoryPlan;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.stream.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A bar inside each epoch on a terminal, and one line per epoch everywhere. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  private static final double TELLING_WAIT = 0.1; // share of an epoch

  private static final int MOST_CASES = 10;

  private static final double GIB = 1L << 30;

  private final PrintWriter out;
  private final int epochs;
  private final double minutes;
  private @Nullable Progress bar;
  private boolean validating;

  public TrainingProgress(PrintWriter out, TrainingConfig config) {
    this.out = out;
    epochs = config.epochs();
    minutes = config.minutes();
  }

  @Override
  public void memoryPlanned(MemoryPlan plan) {
    plan.datasets().forEach((dataset, largest) -> out.printf("%s: %s%n", dataset, largest));
    out.printf(Locale.ROOT, "memory: about %.1f GiB in all%n", plan.totalBytes() / GIB);
    out.flush();
  }

  @Override
  public void stepDone(int epoch, int step, int steps, double loss) {
    if (bar == null || validating) {
      restart("Epoch %s/%s".formatted(epoch, epochs), false);
    }
    bar.caseDone(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
  }

  @Override
  public void validationDone(int epoch, int done, int total) {
    if (!validating) {
      restart("Validating %s/%s".formatted(epoch, epochs), true);
    }
    bar.caseDone(done, total, "");
  }

  private void restart(String task, boolean validation) {
    close();
    bar = new Progress(task);
    validating = validation;
  }

  @Override
  public void epochDone(RunState state) {
    EpochRecord record = state.last();
    close();
    validating = false;
    out.printf(
        Locale.ROOT, "epoch %3d/%s  loss %.4f", record.epoch(), epochs, record.trainingLoss());
    if (!record.validation().isEmpty()) {
      out.printf(Locale.ROOT, "  validation loss %.4f", record.validationLoss());
      scoresByMetric(record).forEach(out::print);
    }
    out.printf(
        Locale.ROOT,
        "  rate %.1e  %.0f s  %.1f GiB",
        record.learningRate(),
        record.seconds(),
        residentGib());
    double waited = record.waitSeconds() / record.seconds();
    if (waited > TELLING_WAIT) {
      out.printf(Locale.ROOT, "  waited %.0f %% of it for data", 100 * waited);
    }
    double left = state.secondsLeft(epochs, minutes);
    if (left > 0) {
      out.print("  " + inWords(left) + " left");
    }
    out.println();
    out.flush();
  }

  /** One text for each metric, such as {@code " Dice 0.85 (heart 0.9, spleen 0.8)"}. */
  private static List<String> scoresByMetric(EpochRecord record) {
    Map<String, Map<String, Double>> byMetric = new LinkedHashMap<>();
    record
        .validation()
        .forEach(
            (dataset, score) ->
                byMetric
                    .computeIfAbsent(score.metric(), metric -> new LinkedHashMap<>())
                    .put(dataset, score.value()));
    List<String> texts = new ArrayList<>();
    byMetric.forEach((metric, scores) -> texts.add("  " + metric + " " + scores(scores)));
    return texts;
  }

  private static String scores(Map<String, Double> byDataset) {
    String each =
        byDataset.entrySet().stream()
            .map(one -> one.getKey() + decimal(one.getValue(), byDataset.size() == 1 ? 4 : 3))
            .collect(Collectors.joining(", "));
    double mean =
        byDataset.values().stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return byDataset.size() == 1 ? each : "mean%s (%s)".formatted(decimal(mean, 4), each);
  }

  private static String decimal(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, " %." + digits + "f", value) : " –";
  }

  /** Such as {@code 45 s}, {@code 12 min} or {@code 3 h 05 min}. */
  static String inWords(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 90) {
      return whole + " s";
    }
    long inMinutes = Math.round(seconds / 60);
    return inMinutes < 60
        ? inMinutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", inMinutes / 60, inMinutes % 60);
  }

  @Override
  public void runDone(RunResults results) {
    out.print(results.toTable());
    out.print(results.toDetails(MOST_CASES));
    out.flush();
  }

  /** Memory of this process, NaN where the system does not tell. */
  private static double residentGib() {
    Path status = Path.of("/proc/self/status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / GIB;
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
