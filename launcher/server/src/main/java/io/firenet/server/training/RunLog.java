package io.firenet.server.training;

import io.firenet.file.ForeignText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of what a run has told, {@code log.txt} in its folder. */
final class RunLog {

  private static final int TAIL_BYTES = 64 << 10;
  private static final int TAIL_LINES = 200;

  private RunLog() {}

  /** The last lines; none if the run keeps no log. */
  static List<String> tail(Path folder) {
    Path file = folder.resolve("log.txt");
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8).lines().skip(from > 0 ? 1 : 0).toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
          .map(line -> ForeignText.line(line, 500))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
