package io.firenet.folder;

import io.firenet.dataset.Region;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link FolderLayout} found in a folder.
 *
 * @param description what the folder says of itself
 * @param channels names of the image channels, by their index
 * @param labels names of the label values; where label maps hold no values but each label has a
 *     mask of its own, the values are the layout's choice
 * @param cases the labelled images, in an order that is the same at every listing; may be empty
 * @param caseless what would list a case, for the message where there is none: {@code an entry in
 *     "training"}
 * @param notes what a user should know, such as files that are left out; a line each
 * @param regions overlapping regions of the labels that the folder declares, if it does
 */
public record FolderContents(
    FolderDescription description,
    Declared channels,
    Declared labels,
    List<FolderCase> cases,
    String caseless,
    List<String> notes,
    List<Region> regions) {

  /**
   * The name, nnU-Net's, that a layout gives to the value of voxels that do not count: it is no
   * label, such voxels are {@link io.firenet.volume.LabelMap#IGNORED}.
   */
  public static final String IGNORE = "ignore";

  /**
   * Keeps copies of what could change.
   *
   * @param description what the folder says of itself
   * @param channels names of the image channels, by their index
   * @param labels names of the label values; where label maps hold no values but each label has a
   *     mask of its own, the values are the layout's choice
   * @param cases the labelled images, in an order that is the same at every listing; may be empty
   * @param caseless what would list a case, for the message where there is none: {@code an entry in
   *     "training"}
   * @param notes what a user should know, such as files that are left out; a line each
   * @param regions overlapping regions of the labels that the folder declares, if it does
   */
  public FolderContents {
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
    regions = List.copyOf(regions);
  }

  /**
   * A folder that declares no regions.
   *
   * @param description what the folder says of itself
   * @param channels names of the images' channels, as far as they are declared
   * @param labels names of the label values, as far as they are declared
   * @param cases the files of each case
   * @param caseless what people are told to look at where there is no case, in one line
   * @param notes what people should know of the folder, a line each; empty if nothing stands out
   */
  public FolderContents(
      FolderDescription description,
      Declared channels,
      Declared labels,
      List<FolderCase> cases,
      String caseless,
      List<String> notes) {
    this(description, channels, labels, cases, caseless, notes, List.of());
  }

  /**
   * Names by number, and where they stand.
   *
   * @param where the file or folder, for messages
   * @param what what the names are there, for messages: {@code "modality"}
   * @param names by number
   */
  public record Declared(Path where, String what, Map<Integer, String> names) {

    /**
     * Keeps copies of what could change.
     *
     * @param where the file or folder, for messages
     * @param what what the names are there, for messages: {@code "modality"}
     * @param names by number
     */
    public Declared {
      names = Collections.unmodifiableMap(new TreeMap<>(names));
    }
  }

  /**
   * Whether each label of a case is a mask of its own: channels and labels are known by their
   * files' names alone then, and the numbers mean nothing.
   */
  boolean named() {
    return !cases.isEmpty() && cases.get(0).labels() instanceof LabelFiles.Masks;
  }
}
