package io.firenet.core.experiment;

import io.firenet.core.io.RecordCodec;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A figure that a paper reports.
 *
 * @param experiment the experiment it belongs beside
 * @param method what the paper's authors measured, for example {@code FIRENet-T}
 * @param dataset name of the dataset, as in {@code --data}; {@code all} for a mean over several
 * @param label name of the label; {@code mean} for the mean over the foreground
 * @param metric {@code DSC}, {@code min DSC}, {@code HD} or {@code MSD}; distances in mm
 * @param value the figure
 * @param source where it is printed
 */
public record PublishedResult(
    Experiment.Kind experiment,
    String method,
    String dataset,
    String label,
    String metric,
    double value,
    String source) {

  /** A list of figures, as the resource has them. */
  public record File(List<PublishedResult> results) {}

  /**
   * All figures beside an experiment, in the order of their tables.
   *
   * @param experiment whose published tables are meant
   * @return figures as they were printed
   */
  public static List<PublishedResult> of(Experiment.Kind experiment) {
    try (InputStream in =
            Objects.requireNonNull(PublishedResult.class.getResourceAsStream("published.json"));
        JsonReader reader = Json.createReader(in)) {
      JsonObject json = reader.readObject();
      return RecordCodec.read(File.class, json).results().stream()
          .filter(result -> result.experiment == experiment)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
