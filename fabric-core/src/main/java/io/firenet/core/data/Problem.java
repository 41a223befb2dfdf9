package io.firenet.core.data;

import io.firenet.file.ForeignText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One fault of one case.
 *
 * @param caseId the case
 * @param file the file at fault, null if the case has none
 * @param message what was expected and what was found, one line, without the case
 * @param severity whether the case can be used all the same
 */
public record Problem(String caseId, @Nullable Path file, String message, Severity severity) {

  /** What a problem means for training. */
  public enum Severity {
    /** The case cannot be used. */
    ERROR,
    /** The case can be used, but look at it. */
    WARNING
  }

  /** One line for people: severity, case, message, and the file unless the message names it. */
  @Override
  public String toString() {
    boolean named = file == null || message.contains(file.toString());
    return ForeignText.line(
        "%s %s: %s%s".formatted(severity, caseId, message, named ? "" : " (" + file + ")"));
  }
}
