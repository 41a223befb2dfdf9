package io.firenet.core.evaluation;

import io.firenet.file.AtomicFile;
import io.firenet.model.ValidationScore;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The metrics of all cases of an evaluation and what they come to. */
public interface Summary {

  /** The figure by which heads of this kind are compared. */
  Score score();

  /**
   * That figure for each output where it is defined, over the cases where it is.
   *
   * @param names what the head's output channels are: labels, or quantities with their units
   */
  List<ValidationScore> scores(List<String> names);

  /**
   * How well each case went, in the order of the cases.
   *
   * @param names as for {@link #scores}
   */
  List<CaseScore> caseScores(List<String> names);

  /** The number of cases. */
  int count();

  /** All figures; what is undefined is {@code null}. */
  JsonObject toJson();

  /**
   * The figures over all cases as a table for a terminal.
   *
   * @param names what the head's output channels are: labels, or quantities with their units
   */
  String toTable(List<String> names);

  /**
   * Writes {@link #toJson} to a file.
   *
   * @throws IOException if it cannot be written
   */
  default void write(Path file) throws IOException {
    AtomicFile.writeJson(file, toJson());
  }
}
