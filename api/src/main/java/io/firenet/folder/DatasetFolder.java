package io.firenet.folder;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.file.FolderListing;
import io.firenet.file.ForeignJson;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A folder that somebody has named as a dataset, as {@link FolderLayout}s look at it. */
public final class DatasetFolder {

  private static final String LISTING = "dataset.json";

  private final Path path;
  private @Nullable JsonValue listing;

  /**
   * A folder that is looked into.
   *
   * @param path the folder
   */
  public DatasetFolder(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** {@return the folder, absolute} */
  public Path path() {
    return path;
  }

  /** {@return its {@code dataset.json}, which need not exist} */
  public Path listing() {
    return path.resolve(LISTING);
  }

  /** {@return whether it has a {@code dataset.json}} */
  public boolean hasListing() {
    return Files.isRegularFile(listing());
  }

  /**
   * {@return the object in {@code dataset.json}; empty if there is no such file or it holds
   * something else}
   *
   * @throws InvalidDatasetException if it is no JSON
   * @throws IOException if it cannot be read
   */
  public Optional<JsonObject> json() throws IOException {
    if (listing == null && hasListing()) {
      listing = read(listing());
    }
    return listing instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private static JsonValue read(Path file) throws IOException {
    try {
      return ForeignJson.read(file);
    } catch (JsonException e) {
      throw new InvalidDatasetException(
          "%s: not valid JSON (%s); restore the file from the dataset's archive"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * {@return whether it has a subfolder of that name}
   *
   * @param folder relative to this folder, with {@code /} between its parts
   */
  public boolean has(String folder) {
    return Files.isDirectory(path.resolve(folder));
  }

  /**
   * {@return the files in a subfolder, by name; hidden ones, and what macOS leaves, are none}
   *
   * @param folder relative to this folder; one that is missing has no files
   * @throws IOException if the folder cannot be listed
   */
  public List<Path> files(String folder) throws IOException {
    return has(folder) ? visible(path.resolve(folder), Files::isRegularFile) : List.of();
  }

  /**
   * {@return its subfolders, by name, without hidden ones}
   *
   * @throws IOException if the folder cannot be listed
   */
  public List<Path> folders() throws IOException {
    return visible(path, Files::isDirectory);
  }

  /**
   * {@return what is in a folder, by name; hidden files, and what macOS leaves, are not}
   *
   * @param folder the folder to list, which exists
   * @param which what of it is wanted, such as {@code Files::isRegularFile}
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> visible(Path folder, Predicate<Path> which) throws IOException {
    return FolderListing.of(folder).stream()
        .filter(child -> !child.getFileName().toString().startsWith("."))
        .filter(which)
        .toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
