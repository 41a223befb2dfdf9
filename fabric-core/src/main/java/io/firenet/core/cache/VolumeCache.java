package io.firenet.core.cache;

import io.firenet.core.io.FileErrors;
import io.firenet.file.AtomicFile;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Preprocessed cases in a folder, up to a number of bytes. Thread-safe, and several processes may
 * share a folder: files appear whole, and one that another process removes is made again.
 *
 * <p>When it is full, what has not been read for longest makes room, but nothing that this process
 * has used itself: going round a set that does not fit would otherwise read nothing from the cache.
 * It also stops growing before the disk is full. What cannot be kept is made anew each time;
 * trouble with the folder is told once and never stops the work.
 */
public final class VolumeCache {

  /** To be raised when preprocessing or the files change, so that older files count as missing. */
  static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(VolumeCache.class);
  private static final String SUFFIX = ".case";
  private static final long FREE_BYTES = 2L << 30; // left to the disk

  private final Path folder;
  private final long maxBytes;
  private final Set<Path> used = new HashSet<>();
  private boolean troubled;

  /**
   * @param folder made when the first case is kept
   * @param maxBytes most bytes of all its files
   */
  public VolumeCache(Path folder, long maxBytes) {
    this.folder = folder.toAbsolutePath();
    this.maxBytes = maxBytes;
  }

  /**
   * Where it is.
   *
   * @return as it was named
   */
  public Path folder() {
    return folder;
  }

  /**
   * A cache of at most so many bytes, or of a quarter of the free space where that is less.
   *
   * @param folder need not exist
   * @param maxBytes most that its files take together
   * @return a cache whose oldest files make room for new ones
   * @throws IOException if the free space cannot be had
   */
  public static VolumeCache ofModestSize(Path folder, long maxBytes) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    long quarter = Files.getFileStore(existing).getUsableSpace() / 4;
    return new VolumeCache(folder, Math.min(maxBytes, quarter));
  }

  /**
   * Removes its files, and the folder if nothing else is in it.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void delete() throws IOException {
    if (Files.isDirectory(folder)) {
      for (Kept one : list()) {
        Files.deleteIfExists(one.file);
      }
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody else's files
      }
    }
  }

  /** Where a case comes from. */
  public interface Source {

    /**
     * The whole case, which is not in the cache: reads and preprocesses.
     *
     * @return image and target as the network sees them
     * @throws IOException if it cannot be read
     */
    PreparedCase make() throws IOException;

    /**
     * The case of an image that was in the cache.
     *
     * @param image {@code [C,D,H,W]}, as it was kept
     * @param labels empty if the image is answered as a whole
     * @return the case with its target
     * @throws IOException if what the cache does not keep cannot be read
     */
    PreparedCase of(Volume image, Optional<LabelMap> labels) throws IOException;
  }

  /**
   * A case from its file, or made and then kept.
   *
   * @param dataset begins the file's name
   * @param key what it is made of
   * @param source reads the case, or what the cache does not keep of it
   * @return the case as the network sees it
   * @throws IOException if it cannot be made
   */
  public PreparedCase get(String dataset, CaseKey key, Source source) throws IOException {
    Path file = folder.resolve(dataset + "-" + key.add(VERSION).digest().substring(0, 32) + SUFFIX);
    Optional<CaseFile.Voxels> kept = read(file);
    if (kept.isPresent()) {
      return source.of(kept.get().image(), kept.get().labels());
    }
    PreparedCase made = source.make();
    keep(file, made);
    return made;
  }

  private Optional<CaseFile.Voxels> read(Path file) throws IOException {
    try {
      Optional<CaseFile.Voxels> kept = CaseFile.read(file, VERSION);
      if (kept.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        remember(file);
      }
      return kept;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (FileErrors.isInterruption(e)) {
        throw e;
      }
      tell(e);
      return Optional.empty();
    }
  }

  private synchronized void remember(Path file) {
    used.add(file);
  }

  private synchronized void keep(Path file, PreparedCase made) throws IOException {
    try {
      Files.createDirectories(folder);
      if (makeRoom(made.bytes())) {
        CaseFile.write(file, VERSION, made);
        used.add(file);
      }
    } catch (IOException e) {
      if (FileErrors.isInterruption(e)) {
        throw e; // not the disk's fault
      }
      tell(e);
    }
  }

  private synchronized void tell(IOException trouble) {
    if (!troubled) {
      LOG.warn(
          "the cache {} cannot be used fully: {}; cases are prepared anew instead",
          folder,
          FileErrors.describe(trouble));
      troubled = true;
    }
  }

  /** A file of the cache. */
  private record Kept(Path file, long bytes, FileTime lastUse) {}

  /** False if there is no room for so many bytes more. */
  private boolean makeRoom(long bytes) throws IOException {
    List<Kept> all = list();
    long total = all.stream().mapToLong(Kept::bytes).sum();
    long free = Files.getFileStore(folder).getUsableSpace() - FREE_BYTES;
    all.removeIf(one -> used.contains(one.file));
    all.sort(Comparator.comparing(Kept::lastUse));
    long evictable = all.stream().mapToLong(Kept::bytes).sum();
    if (bytes > free + evictable || total - evictable + bytes > maxBytes) {
      return false;
    }
    for (Kept oldest : all) {
      if (total + bytes <= maxBytes && bytes <= free) {
        break;
      }
      Files.deleteIfExists(oldest.file);
      total -= oldest.bytes;
      free += oldest.bytes;
    }
    return true;
  }

  private List<Kept> list() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          var attributes = Files.readAttributes(file, BasicFileAttributes.class);
          String name = file.getFileName().toString();
          if (name.endsWith(SUFFIX)) {
            all.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
          } else if (AtomicFile.isTemporary(file)) {
            AtomicFile.deleteIfAbandoned(file);
          }
        } catch (NoSuchFileException e) {
          continue; // another process removed it
        }
      }
    }
    return all;
  }
}
