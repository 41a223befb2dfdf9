package org.example;

import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.runtime.Segmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Segments every image that is put into a folder, until it is stopped: {@code java … FolderWorker
 * model.onnx folder}. Labels go to {@code folder/labels}, images that are done to {@code
 * folder/done}, those that cannot be used to {@code folder/failed}, with one line that says why. No
 * file replaces another.
 */
public class FolderWorker {

  private static final long PAUSE_MILLIS = 3000;
  private static final String ENDING = ".nii.gz";

  private final Segmenter segmenter;
  private final Path folder;
  private Map<Path, String> seen = Map.of();

  public FolderWorker(Segmenter segmenter, Path folder) throws IOException {
    this.segmenter = segmenter;
    this.folder = folder;
    for (String name : List.of("labels", "done", "failed")) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Segmenter segmenter = Segmenter.open(Path.of(args[0]))) {
      FolderWorker worker = new FolderWorker(segmenter, Path.of(args[1]));
      while (true) {
        try {
          worker.look();
        } catch (IOException e) { // the folder is out of reach, perhaps for a while
          System.err.println(e);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /**
   * Segments what has not changed since the last look: a file whose size or time changes is still
   * being written. Asking again and again works where notifications do not, as on network shares.
   */
  public void look() throws IOException {
    Map<Path, String> now = new HashMap<>();
    for (Path image : images()) {
      try {
        now.put(image, Files.size(image) + " " + Files.getLastModifiedTime(image));
      } catch (IOException e) {
        continue; // it has gone since it was listed
      }
      if (now.get(image).equals(seen.get(image))) {
        segment(image);
        now.remove(image);
      }
    }
    seen = now;
  }

  /** Those first whose labels are called like them. */
  private List<Path> images() throws IOException {
    return ImageFolder.list(folder).images().stream()
        .filter(Files::isRegularFile)
        .sorted(Comparator.comparing(image -> !name(image).endsWith(ENDING)))
        .toList();
  }

  private void segment(Path image) throws IOException {
    Path draft = folder.resolve("labels/." + name(image) + ENDING); // nobody takes half a result
    try {
      segmenter.segment(image, draft);
      Path labels = labels(image);
      Files.move(draft, labels);
      move(image, "done");
      System.out.println(name(image) + " done: " + folder.relativize(labels));
    } catch (IOException | RuntimeException e) { // a bad image must not end the worker
      Files.deleteIfExists(draft);
      move(image, "failed");
      System.err.println(name(image) + " failed: " + e.getMessage());
    }
  }

  /** A file that is not there yet: a.mha and a.nii.gz are two images, and a.mha may come again. */
  private Path labels(Path image) throws IOException {
    Path brief = Path.of(ImageFormats.stem(image) + ENDING);
    Path full = Path.of(name(image) + ENDING);
    Path name = Files.exists(folder.resolve("labels").resolve(brief)) ? full : brief;
    return free("labels", List.of(name)).resolve(name);
  }

  /** Moves an image with its parts, such as the voxels of a header, which keep their names. */
  private void move(Path image, String subfolder) throws IOException {
    List<Path> parts = new ArrayList<>(List.of(image.getFileName()));
    for (Path part : ImageFormats.companions(image)) {
      if (Files.isRegularFile(part)) {
        parts.add(folder.relativize(part));
      }
    }
    Path target = free(subfolder, parts);
    for (Path part : parts) {
      Files.createDirectories(target.resolve(part).getParent());
      Files.move(folder.resolve(part), target.resolve(part));
    }
  }

  /** A subfolder that has none of these names, or the first of its folders 2, 3, … that has not. */
  private Path free(String subfolder, List<Path> names) throws IOException {
    Path place = folder.resolve(subfolder);
    for (int i = 2; names.stream().map(place::resolve).anyMatch(Files::exists); i++) {
      place = folder.resolve(subfolder).resolve(String.valueOf(i));
    }
    return Files.createDirectories(place);
  }

  private static String name(Path image) {
    return image.getFileName().toString();
  }
}
