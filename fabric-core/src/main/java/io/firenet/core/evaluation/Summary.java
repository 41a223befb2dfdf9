package io.firenet.core.evaluation;

import io.firenet.file.AtomicFile;
import io.firenet.model.ValidationScore;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The metrics of all cases of an evaluation and what they come to. */
public interface Summary {

  /**
   * The figure by which heads of this kind are compared.
   *
   * @return its name and value; higher is better
   */
  Score score();

  /**
   * That figure for each output where it is defined, over the cases where it is.
   *
   * @param names what the head's output channels are: labels, or quantities with their units
   * @return one for each output where it is defined
   */
  List<ValidationScore> scores(List<String> names);

  /**
   * How well each case went, in the order of the cases.
   *
   * @param names as for {@link #scores}
   * @return one for each case
   */
  List<CaseScore> caseScores(List<String> names);

  /**
   * The number of cases.
   *
   * @return at least 1
   */
  int count();

  /**
   * All figures; what is undefined is {@code null}.
   *
   * @return an object that {@link #write} writes
   */
  JsonObject toJson();

  /**
   * The figures over all cases as a table for a terminal.
   *
   * @param names what the head's output channels are: labels, or quantities with their units
   * @return lines, the last one ended too
   */
  String toTable(List<String> names);

  /**
   * Writes {@link #toJson} to a file.
   *
   * @param file the file to write or replace
   * @throws IOException if it cannot be written
   */
  default void write(Path file) throws IOException {
    AtomicFile.writeJson(file, toJson());
  }
}
