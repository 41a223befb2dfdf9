package io.firenet.testkit;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with the first case's files in a copy of a dataset's folder. All other images of
 * the copy are empty, so that whoever reads one fails.
 *
 * <p>The images are the files that the cases name; where a case names none, every file that holds
 * binary data.
 */
enum Damage {
  EMPTY("every image file emptied"),
  TRUNCATED("the first case's files cut in half"),
  MISSING("the first case's files missing");

  /** Larger files are no listings; they are emptied, for a copy must be quick. */
  private static final long LISTING_BYTES = 1 << 20;

  private static final int LOOKED_AT_BYTES = 8192;

  private final String words;

  Damage(String words) {
    this.words = words;
  }

  void copy(Path folder, Dataset dataset, Path copy) throws IOException {
    copyEmptied(folder, dataset, copy);
    Case first = dataset.cases().get(0);
    for (Path file : files(first)) {
      Path target = copy.resolve(absolute(folder).relativize(absolute(file)).toString());
      if (this == TRUNCATED) {
        byte[] whole = Files.readAllBytes(file);
        Files.write(target, Arrays.copyOf(whole, whole.length / 2));
      } else if (this == MISSING) {
        Files.delete(target);
      }
    }
  }

  private static void copyEmptied(Path folder, Dataset dataset, Path copy) throws IOException {
    Set<Path> images = new HashSet<>();
    boolean named = true;
    for (Case each : dataset.cases()) {
      files(each).forEach(file -> images.add(absolute(file)));
      named &= !each.imageFiles().isEmpty();
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = copy.resolve(folder.relativize(file).toString());
      Files.createDirectories(target.getParent());
      boolean image = images.contains(absolute(file)) || (!named && isBinary(file));
      if (image || Files.size(file) > LISTING_BYTES) {
        Files.createFile(target);
      } else {
        Files.copy(file, target);
      }
    }
  }

  private static List<Path> files(Case one) {
    return Stream.concat(one.imageFiles().stream(), one.labelFiles().stream()).toList();
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static boolean isBinary(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte value : in.readNBytes(LOOKED_AT_BYTES)) {
        if (value == 0) {
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public String toString() {
    return words;
  }
}
