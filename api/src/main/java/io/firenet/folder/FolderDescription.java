package io.firenet.folder;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a folder of images says of itself, each in one line, as far as it does.
 *
 * @param title for people
 * @param licence licence of the images and labels
 * @param citation what to cite
 */
public record FolderDescription(
    Optional<String> title, Optional<String> licence, Optional<String> citation) {

  /** A folder that says nothing. */
  public static final FolderDescription NONE =
      new FolderDescription(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Reads the keys that the Decathlon and nnU-Net have for it: {@code description} or {@code name},
   * {@code licence} or {@code license}, {@code citation} or {@code reference}.
   *
   * @param json the folder's {@code dataset.json}; other keys are passed over
   * @return what is stated, each part by itself
   */
  public static FolderDescription of(JsonObject json) {
    return new FolderDescription(
        first(json, "description", "name"),
        first(json, "licence", "license"),
        first(json, "citation", "reference"));
  }

  /** What a descriptor says. */
  static FolderDescription of(DatasetDescriptor descriptor) {
    return new FolderDescription(
        Optional.of(descriptor.title()),
        Optional.of(descriptor.licence()),
        Optional.of(descriptor.citation()));
  }

  private static Optional<String> first(JsonObject json, String... keys) {
    for (String key : keys) {
      String text = text(json.getOrDefault(key, JsonValue.NULL));
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  /** A string, or the strings of an array, in one line; empty for what is neither. */
  private static String text(JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.stream()
          .map(FolderDescription::text)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("; "));
    }
    return value instanceof JsonString string
        ? string.getString().replaceAll("[\\s\\p{Cntrl}]+", " ").strip()
        : "";
  }

  /**
   * The descriptor of a dataset that is what its folder says, with {@value
   * DatasetDescriptor#UNKNOWN} for what it does not say and the folder's name for a title.
   *
   * @throws InvalidDatasetException if it would be no descriptor
   */
  DatasetDescriptor describe(
      Path folder, String name, List<String> channels, List<String> labels, String decoder)
      throws InvalidDatasetException {
    try {
      return DatasetDescriptor.builder(name)
          .title(title.orElse(String.valueOf(folder.getFileName())))
          .channels(channels)
          .labels(labels)
          .decoder(decoder)
          .licence(licence.orElse(DatasetDescriptor.UNKNOWN))
          .citation(citation.orElse(DatasetDescriptor.UNKNOWN))
          .build();
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
