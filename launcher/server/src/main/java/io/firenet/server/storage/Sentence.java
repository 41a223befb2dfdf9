package io.firenet.server.storage;

import io.firenet.file.ForeignText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Faults as callers may read them: without where on this machine a file lies. */
public final class Sentence {

  private Sentence() {}

  /**
   * The message of a fault.
   *
   * @param folder whose path is left out of it
   */
  public static String of(Throwable fault, @Nullable Path folder) {
    return of(String.valueOf(fault.getMessage()), folder);
  }

  /** As {@link #of(Throwable, Path)}. */
  public static String of(String message, @Nullable Path folder) {
    String text = message;
    if (folder != null) {
      String absolute = folder.toAbsolutePath().toString();
      text = text.replace(absolute + "/", "").replace(absolute + "\\", "");
      text = text.replace(folder + "/", "").replace(absolute, "the upload");
    }
    return ForeignText.line(text, 500);
  }
}
