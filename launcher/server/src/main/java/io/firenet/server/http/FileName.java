package io.firenet.server.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Names that callers give to files, made fit to be names in our folder and nothing else. */
public final class FileName {

  private static final int MOST_BYTES = 120;

  private FileName() {}

  /**
   * The last part of a name, without what file systems and terminals take for more than letters.
   *
   * @param name whatever a client has sent
   * @return never empty, never hidden, without separators
   */
  public static String safe(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[^\\p{L}\\p{N}._ -]", "_").strip();
    plain = plain.startsWith(".") ? "_" + plain.substring(1) : plain;
    while (plain.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      plain = plain.substring(1); // the ending says what it is
    }
    return plain.isEmpty() || plain.startsWith(".") ? "file" + plain : plain;
  }

  /**
   * A file of that name in a folder, with a number in front if the name is taken.
   *
   * @param taken names in lower case that are used; the new one is added
   */
  public static Path in(Path folder, String name, Set<String> taken) {
    String safe = safe(name);
    String unique = safe;
    for (int i = 2; !taken.add(unique.toLowerCase(java.util.Locale.ROOT)); i++) {
      unique = i + "-" + safe;
    }
    return folder.resolve(unique);
  }
}
