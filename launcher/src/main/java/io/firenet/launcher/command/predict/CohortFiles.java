package io.firenet.launcher.command.predict;

import io.firenet.core.io.OutputException;
import io.firenet.file.AtomicFile;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.ClusterTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Small files of a cohort, each at a path or an address.
 *
 * @param remote those at addresses
 */
record CohortFiles(ClusterFiles remote) {

  private static final String PARQUET = ".parquet";

  boolean exists(String place) throws IOException {
    return ClusterFiles.isAddress(place) ? remote.exists(place) : Files.exists(Path.of(place));
  }

  /** The text of a file. */
  String read(String place) throws IOException {
    if (!ClusterFiles.isAddress(place)) {
      return Files.readString(Path.of(place));
    }
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      return Files.readString(remote.fetch(place, temporary.path()));
    }
  }

  /**
   * Writes a table whole or not at all: as Parquet if its name says so, else as CSV.
   *
   * @throws OutputException if that is not possible
   */
  void write(String place, ClusterTable table, Cluster cluster) throws IOException {
    if (!place.endsWith(PARQUET)) {
      write(place, CsvText.of(table).getBytes(StandardCharsets.UTF_8));
      return;
    }
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      Path file = temporary.path().resolve("table" + PARQUET);
      cluster.writeParquet(table, file);
      write(place, Files.readAllBytes(file));
    }
  }

  /**
   * Writes a file whole or not at all, in place of what is there.
   *
   * @throws OutputException if that is not possible
   */
  void write(String place, byte[] bytes) throws IOException {
    if (!ClusterFiles.isAddress(place)) {
      Path path = Path.of(place);
      OutputException.writing(path, () -> AtomicFile.write(path, out -> out.write(bytes)));
      return;
    }
    String name = place.substring(place.lastIndexOf('/') + 1);
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      Path file = Files.write(temporary.path().resolve(name), bytes);
      OutputException.writing(Path.of(name), () -> remote.publish(file, place));
    }
  }
}
