package io.firenet.launcher.command.predict;

import io.firenet.format.ImageFormats;
import io.firenet.layout.InputImage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of a folder's images go, known for all before the first is read, so that no
 * result replaces another. Labels of {@code a.mha} go to {@code a.nii.gz}; where that is also the
 * name of another image's, to {@code a.mha.nii.gz}. Pictures likewise.
 */
final class PredictionTargets {

  private static final String PICTURE = ".png";

  /**
   * Where the results of one image go.
   *
   * @param image what is segmented, in one file or in one for each channel
   * @param labels its label map
   * @param picture its overlay, if one is drawn
   */
  record Target(InputImage image, Path labels, @Nullable Path picture) {

    /** Where the probabilities of its voxels go; no two label maps share it. */
    Path probabilities() {
      String name = PredictionTargets.name(labels);
      String stem = name.endsWith(".nii") ? name : ImageFormats.stem(labels);
      return labels.resolveSibling(stem + ".probabilities.nii.gz");
    }
  }

  private final List<Target> targets;
  private final List<String> problems;

  private PredictionTargets(List<Target> targets, List<String> problems) {
    this.targets = List.copyOf(targets);
    this.problems = List.copyOf(problems);
  }

  /**
   * @param labels the folder of the label maps
   * @param pictures that of the overlays, if they are drawn
   * @param ending of the label maps' names; NIfTI images' labels have their own
   * @throws IOException if two images' results would have one name, or names that a folder's file
   *     system takes for one
   */
  static PredictionTargets of(
      List<InputImage> all, Path labels, @Nullable Path pictures, String ending)
      throws IOException {
    List<Path> images = all.stream().map(InputImage::name).toList();
    List<String> labelNames =
        names(images, labels, (image, full) -> labelName(image, full, ending));
    List<String> pictureNames =
        pictures == null ? labelNames : names(images, pictures, PredictionTargets::pictureName);
    List<Target> targets = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Path image = images.get(i);
      try {
        Path picture = pictures == null ? null : pictures.resolve(pictureNames.get(i));
        targets.add(new Target(all.get(i), labels.resolve(labelNames.get(i)), picture));
      } catch (InvalidPathException e) {
        problems.add(
            "%s: its name cannot be written here; start Java in a UTF-8 locale, such as LC_ALL=C.UTF-8"
                .formatted(image));
      }
    }
    return new PredictionTargets(targets, problems);
  }

  /** Those that can be written. */
  List<Target> targets() {
    return targets;
  }

  /** Why the results of other images have no name, a line each. */
  List<String> problems() {
    return problems;
  }

  private static String labelName(Path image, boolean full, String ending) {
    String name = name(image);
    if (ending.equals(".nii.gz") && (name.endsWith(ending) || name.endsWith(".nii"))) {
      return name;
    }
    return (full ? name : ImageFormats.stem(image)) + ending;
  }

  private static String pictureName(Path image, boolean full) {
    return (full ? name(image) : ImageFormats.stem(image)) + PICTURE;
  }

  /** Short names, but for images that would share one. */
  private static List<String> names(
      List<Path> images, Path folder, BiFunction<Path, Boolean, String> naming) throws IOException {
    NameFolding folding = NameFolding.of(folder);
    Map<String, Long> uses =
        images.stream()
            .collect(
                Collectors.groupingBy(
                    image -> folding.apply(naming.apply(image, false)), Collectors.counting()));
    Map<String, Path> taken = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Path image : images) {
      String brief = naming.apply(image, false);
      String name = uses.get(folding.apply(brief)) == 1 ? brief : naming.apply(image, true);
      Path other = taken.put(folding.apply(name), image);
      if (other != null) {
        throw new IOException(
            "%s and %s: both would be written to %s; rename one of them"
                .formatted(other, image, folder.resolve(name)));
      }
      names.add(name);
    }
    return names;
  }

  private static String name(Path image) {
    return image.getFileName().toString();
  }
}
