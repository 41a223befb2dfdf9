package io.firenet.launcher.project;

import io.firenet.file.FolderListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Copies one version of an artefact from one Maven repository to another. A snapshot gets the time
 * of its build into its name, as Maven's own deployment does it: Maven would otherwise keep the
 * first one that it sees for good.
 */
final class ArtifactCopy {

  private static final String SNAPSHOT = "-SNAPSHOT";
  private static final String METADATA =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metadata>
        <groupId>io.firenet</groupId>
        <artifactId>%s</artifactId>
        <version>%s</version>
        <versioning>
          <snapshot>
            <timestamp>%s</timestamp>
            <buildNumber>1</buildNumber>
          </snapshot>
          <lastUpdated>%s</lastUpdated>
        </versioning>
      </metadata>
      """;

  private ArtifactCopy() {}

  /**
   * Copies the artefact's files but not what Maven notes beside them about this computer.
   *
   * @param from the version's folder in a repository
   * @param to the version's folder in the other
   * @throws IOException if it cannot be copied
   */
  static void copy(Path from, Path to) throws IOException {
    List<Path> files =
        FolderListing.of(from).stream()
            .filter(file -> file.toString().matches(".*\\.(jar|pom)"))
            .toList();
    Files.createDirectories(to);
    String version = from.getFileName().toString();
    String built = "";
    if (version.endsWith(SNAPSHOT)) {
      built = time(files);
      String artifact = from.getParent().getFileName().toString();
      Files.writeString(
          to.resolve("maven-metadata.xml"),
          METADATA.formatted(artifact, version, built, built.replace(".", "")));
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      String copy = built.isEmpty() ? name : name.replace(SNAPSHOT, "-" + built + "-1");
      Files.copy(file, to.resolve(copy));
    }
  }

  private static String time(List<Path> files) throws IOException {
    Instant newest = Instant.EPOCH;
    for (Path file : files) {
      Instant time = Files.getLastModifiedTime(file).toInstant();
      newest = time.isAfter(newest) ? time : newest;
    }
    return DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(newest);
  }
}
