package io.firenet.folder;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.FolderContents.Declared;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A layout without a listing: label maps in one folder, and each one's image in another under the
 * same name.
 *
 * @param images the images' folder, below the dataset's
 * @param labels the label maps' folder, below the dataset's
 * @param labelSuffix what ends a label map's name after the image's, with the file's ending
 * @param labelNames names of the label values 0, 1, 2, … in the files
 */
public record PairedFolders(
    String images, String labels, String labelSuffix, List<String> labelNames) {

  /**
   * Keeps copies of what could change.
   *
   * @param images the images' folder, below the dataset's
   * @param labels the label maps' folder, below the dataset's
   * @param labelSuffix what ends a label map's name after the image's, with the file's ending
   * @param labelNames names of the label values 0, 1, 2, … in the files
   */
  public PairedFolders {
    labelNames = List.copyOf(labelNames);
  }

  /**
   * {@return whether the folder that a source names has this layout's folder of label maps}
   *
   * @param source the folder that the user named, if any
   */
  public boolean isIn(DatasetSource source) {
    return source.folder().filter(each -> Files.isDirectory(each.resolve(labels))).isPresent();
  }

  /**
   * Opens the folder that a source names with all that it labels as one class, as {@link
   * LabelledFolder#openAsOneClass}; {@code labels=folder} keeps the labels apart. Looks at names
   * only.
   *
   * @param source the folder that the user named and the options given with it
   * @param descriptor the channels that the folder must have; its labels are the background and the
   *     one class
   * @param backgroundWords words in lower case; a label whose name holds one becomes background
   * @return its cases, none of which is read yet
   * @throws InvalidDatasetException if the source names no folder or an unknown option, or the
   *     folder has no label map, or none or several images for one
   * @throws IOException if the folder cannot be listed
   */
  public Dataset openAsOneClass(
      DatasetSource source, DatasetDescriptor descriptor, String... backgroundWords)
      throws IOException {
    NamedFolder named = NamedFolder.of(source, descriptor.name());
    FolderContents contents = contents(named, descriptor);
    FolderOpening.LabelRule oneClass =
        (found, expected) -> LabelMapping.merged(found, expected, List.of(backgroundWords));
    return new FolderOpening(named.folder().path(), contents, descriptor, false)
        .open(named.ownLabels() ? LabelMapping::ofFolder : oneClass, named.ownLabels());
  }

  private FolderContents contents(NamedFolder named, DatasetDescriptor descriptor)
      throws IOException {
    Path folder = named.folder().path();
    Path labelFolder = folder.resolve(labels);
    Map<String, Path> labelFiles = new TreeMap<>();
    for (Path file : files(labelFolder)) {
      String name = file.getFileName().toString();
      if (name.endsWith(labelSuffix)) {
        labelFiles.put(name.substring(0, name.length() - labelSuffix.length()), file);
      }
    }
    if (labelFiles.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects label maps *%s, found none"
              .formatted(labelFolder, descriptor.name(), labelSuffix));
    }
    Map<String, List<Path>> imageFiles = images(folder.resolve(images));
    List<FolderCase> cases = new ArrayList<>();
    for (Map.Entry<String, Path> label : labelFiles.entrySet()) {
      List<Path> found = imageFiles.getOrDefault(label.getKey(), List.of());
      if (found.size() != 1) {
        throw new InvalidDatasetException(
            "%s: dataset '%s' expects one image %s/%s with %s, found %s"
                .formatted(
                    label.getValue(),
                    descriptor.name(),
                    images,
                    label.getKey(),
                    String.join(", ", ImageFormats.endings()),
                    found));
      }
      cases.add(new FolderCase(label.getKey(), found, new LabelFiles.OneMap(label.getValue())));
    }
    return new FolderContents(
        // The layout is this dataset's alone: who has it has the dataset.
        named.ownLabels() ? FolderDescription.NONE : FolderDescription.of(descriptor),
        new Declared(folder, images, FolderOpening.byIndex(descriptor.channels())),
        new Declared(labelFolder, "the files", FolderOpening.byIndex(labelNames)),
        cases,
        "a label map",
        List.of());
  }

  private static Map<String, List<Path>> images(Path folder) throws IOException {
    Map<String, List<Path>> byStem = new TreeMap<>();
    requireFolder(folder);
    for (Path file : ImageFolder.list(folder).images()) {
      byStem.computeIfAbsent(ImageFormats.stem(file), stem -> new ArrayList<>()).add(file);
    }
    return byStem;
  }

  private static List<Path> files(Path folder) throws IOException {
    requireFolder(folder);
    return DatasetFolder.visible(folder, Files::isRegularFile);
  }

  private static void requireFolder(Path folder) throws InvalidDatasetException {
    if (!Files.isDirectory(folder)) {
      throw new InvalidDatasetException(folder + ": expected a folder, found none");
    }
  }
}
