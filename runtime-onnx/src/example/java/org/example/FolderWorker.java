package org.example;

import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;

import io.firenet.runtime.Segmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Segments every image that is put into a folder, until it is stopped: {@code java … FolderWorker
 * model.onnx folder}. Labels go to {@code folder/labels}, images that are done to {@code
 * folder/done}, those that cannot be used to {@code folder/failed}, with one line that says why.
 */
public class FolderWorker {

  private static final long PAUSE_MILLIS = 3000;

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

  private List<Path> images() throws IOException {
    return ImageFolder.list(folder).images().stream().filter(Files::isRegularFile).toList();
  }

  private void segment(Path image) throws IOException {
    String name = ImageFormats.stem(image) + ".nii.gz";
    Path draft = folder.resolve("labels/." + name); // nobody takes half a file for a result
    try {
      segmenter.segment(image, draft);
      Files.move(
          draft, folder.resolve("labels").resolve(name), StandardCopyOption.REPLACE_EXISTING);
      move(image, "done");
      System.out.println(image.getFileName() + " done");
    } catch (IOException | RuntimeException e) { // a bad image must not end the worker
      Files.deleteIfExists(draft);
      move(image, "failed");
      System.err.println(image.getFileName() + " failed: " + e.getMessage());
    }
  }

  private void move(Path image, String subfolder) throws IOException {
    Path target = folder.resolve(subfolder).resolve(image.getFileName());
    Files.move(image, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
