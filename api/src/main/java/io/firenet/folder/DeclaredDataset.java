package io.firenet.folder;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DescriptorJson;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.LabelCodesJson;
import io.firenet.dataset.RegionsJson;
import io.firenet.file.ForeignJson;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dataset that is a declaration and no code: a descriptor, and maybe the layout that its folders
 * have. A jar declares one with a file {@value #RESOURCE}; {@link DeclaredDatasets} finds those on
 * a class path, and the launcher's plugin host those in bundles. Its folders are opened as {@link
 * LabelledFolder#open} does.
 *
 * @param descriptor what it is
 * @param layout the name of the layout that its folders have; empty to find it by what they hold
 */
public record DeclaredDataset(DatasetDescriptor descriptor, Optional<String> layout)
    implements DatasetProvider {

  /** Where a jar has the declaration. */
  public static final String RESOURCE = "META-INF/firenet/dataset.json";

  /** Version of the declaration's form. */
  public static final int FORMAT = 1;

  private static final String FORMAT_KEY = "format";
  private static final String LAYOUT_KEY = "layout";
  private static final Set<String> KEYS =
      Set.of(
          FORMAT_KEY,
          LAYOUT_KEY,
          "name",
          "title",
          "channels",
          "labels",
          "decoder",
          "licence",
          "citation",
          LabelCodesJson.KEY,
          RegionsJson.KEY);

  /**
   * Checks what it is made of.
   *
   * @param descriptor what it is
   * @param layout the name of the layout that its folders have; empty to find it by what they hold
   * @throws IllegalArgumentException if its cases would be answered as a whole, or it needs no
   *     folder: that takes code
   */
  public DeclaredDataset {
    if (!descriptor.quantities().isEmpty() || !descriptor.needsFolder()) {
      throw new IllegalArgumentException(
          "dataset '%s': a declaration is of folders of labelled images; what has values, or no folder, needs a class"
              .formatted(descriptor.name()));
    }
  }

  /**
   * {@return the dataset that a folder describes}
   *
   * @param name what it is called
   * @param source the folder, and options such as {@code layout}
   * @throws IllegalArgumentException if no dataset can have the name
   * @throws InvalidDatasetException if the folder has no layout that is known, or does not say
   *     which channels and labels it has
   * @throws IOException if the folder cannot be read
   */
  public static DeclaredDataset ofFolder(String name, DatasetSource source) throws IOException {
    return new FolderSelfDescription(name, source).declare();
  }

  /**
   * Reads a declaration.
   *
   * @param in a JSON object, in UTF-8
   * @param where where it comes from, for messages
   * @return the declared dataset
   * @throws InvalidDatasetException if it declares no dataset
   * @throws IOException if it cannot be read
   */
  public static DeclaredDataset read(InputStream in, String where) throws IOException {
    try {
      if (ForeignJson.read(in) instanceof JsonObject json) {
        return of(json);
      }
      throw new JsonException("found something else");
    } catch (JsonException e) {
      throw new InvalidDatasetException(
          "%s: expected a JSON object that declares a dataset (%s)"
              .formatted(where, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException("%s: %s".formatted(where, e.getMessage()), e);
    }
  }

  /**
   * From {@link #toJson}.
   *
   * @param json an object with {@code format}, a descriptor's keys and, where it is not to be
   *     guessed, the layout
   * @return the declared dataset
   * @throws IllegalArgumentException if it declares no dataset
   */
  public static DeclaredDataset of(JsonObject json) {
    JsonValue format = json.getOrDefault(FORMAT_KEY, Json.createValue(FORMAT));
    if (!format.toString().equals(Integer.toString(FORMAT))) {
      throw new IllegalArgumentException(
          "\"format\" is %s, this FIRENet reads %s; get a later one".formatted(format, FORMAT));
    }
    Set<String> unknown = new TreeSet<>(json.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown key \"%s\"; a declaration has %s"
              .formatted(unknown.iterator().next(), new TreeSet<>(KEYS)));
    }
    JsonValue layout = json.get(LAYOUT_KEY);
    if (layout != null && !(layout instanceof JsonString)) {
      throw new IllegalArgumentException(
          "\"layout\" must be a string such as \"nnunet\", got " + layout);
    }
    return new DeclaredDataset(
        DescriptorJson.read(json),
        Optional.ofNullable(layout).map(text -> ((JsonString) text).getString()));
  }

  /** {@return what {@link #read} reads} */
  public JsonObject toJson() {
    JsonObjectBuilder json = Json.createObjectBuilder().add(FORMAT_KEY, FORMAT);
    for (Map.Entry<String, JsonValue> each : DescriptorJson.write(descriptor).entrySet()) {
      if (KEYS.contains(each.getKey())) {
        json.add(each.getKey(), each.getValue());
      }
    }
    layout.ifPresent(name -> json.add(LAYOUT_KEY, name));
    return json.build();
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return LabelledFolder.open(source, descriptor, layout);
  }
}
