package io.firenet.server.image;

import io.firenet.server.http.Refusal;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.Room;
import io.firenet.server.storage.Shelf;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The images that callers have opened. */
public final class ImageStore {

  private final TemporaryFolder temporary;
  private final MemoryGate memory;
  private final VolumeCache cache;
  private final long mostBytes;
  private final Shelf<ServedImage> images;

  /**
   * @param memory for reading them
   * @param cacheBytes voxels that stay in memory
   * @param mostBytes of an image's files, taken out of archives
   */
  public ImageStore(
      TemporaryFolder temporary,
      MemoryGate memory,
      long cacheBytes,
      long mostBytes,
      Clock clock,
      Duration keep) {
    this.temporary = temporary;
    this.memory = memory;
    this.cache = new VolumeCache(cacheBytes);
    this.mostBytes = mostBytes;
    this.images = new Shelf<>("image", clock, keep);
  }

  /** Puts files into the folder of an image that is about to be opened. */
  @FunctionalInterface
  public interface Arrival {
    /** Returns the files, which lie in the folder. */
    List<Path> into(Path folder) throws IOException;
  }

  /**
   * Opens an image of files that arrive.
   *
   * @param series which of several images in them
   * @throws Refusal if they are no image, or too large
   */
  public ServedImage add(Arrival arrival, Optional<String> series) throws IOException {
    String id = Shelf.newId();
    Room room = temporary.room("images", id);
    try {
      Path folder = Files.createDirectory(room.folder().resolve("files"));
      List<Path> files = arrival.into(folder);
      if (files.isEmpty()) {
        throw Refusal.wrong("expected a part 'file' with an image");
      }
      if (files.size() == 1 && ZipExtraction.isZip(files.get(0))) {
        Path extracted = Files.createDirectory(room.folder().resolve("extracted"));
        ZipExtraction.extract(files.get(0), extracted, mostBytes);
        Files.delete(files.get(0));
        folder = extracted;
      }
      room.count();
      ImageFiles found = ImageFiles.in(folder, files, series);
      return shelve(ServedImage.open(id, found.name(), found, room, memory, cache));
    } catch (IOException | RuntimeException | Error e) {
      cache.remove(id);
      room.close();
      throw e;
    }
  }

  /**
   * Opens an image where it lies.
   *
   * @param files one, or one for each channel
   */
  public ServedImage add(String name, List<Path> files) throws IOException {
    String id = Shelf.newId();
    Room room = temporary.room("images", id);
    try {
      ImageFiles found = new ImageFiles(files, Optional.empty(), files.get(0).getParent());
      return shelve(ServedImage.open(id, name, found, room, memory, cache));
    } catch (RuntimeException | Error e) {
      room.close();
      throw e;
    }
  }

  private ServedImage shelve(ServedImage image) {
    images.put(image.id(), image);
    return image;
  }

  /**
   * An image by its id.
   *
   * @throws Refusal if there is none
   */
  public ServedImage get(String id) {
    return images.get(id);
  }

  /** An image's voxels. */
  public Volume volume(ServedImage image) {
    return image.volume(memory, cache);
  }

  /** Forgets an image; one that a job works on goes with the job. */
  public void remove(String id) {
    if (!images.get(id).isHeld()) {
      close(images.remove(id));
    }
  }

  /** Forgets what nobody has asked for in time. */
  public void removeExpired() {
    images.removeExpired(ServedImage::isHeld).forEach(this::close);
  }

  private void close(ServedImage image) {
    cache.remove(image.id());
    image.close();
  }
}
