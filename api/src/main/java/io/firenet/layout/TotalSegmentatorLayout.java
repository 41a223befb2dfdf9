package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.NameList;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderContents.Declared;
import io.firenet.folder.FolderDescription;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.LabelFiles;
import io.firenet.format.ImageFormats;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * TotalSegmentator's layout: a folder for each case, {@code CASE/ct.nii.gz} and a mask for each
 * organ, {@code CASE/segmentations/liver.nii.gz}. Several images of a case are its channels. A case
 * without a mask of an organ does not show it.
 *
 * <p>A {@code dataset.json} beside the case folders may state licence and citation, and with {@code
 * labels} which organs count and in which order; without, they are those of all cases by name.
 */
public final class TotalSegmentatorLayout implements FolderLayout {

  private static final String MASKS = "segmentations";

  @Override
  public String name() {
    return "totalsegmentator";
  }

  @Override
  public String hallmark() {
    return "folders CASE/segmentations with a mask for each organ";
  }

  @Override
  public Evidence evidence(DatasetFolder folder) throws IOException {
    if (folder.has("imagesTr")) {
      return Evidence.NONE;
    }
    for (Path child : folder.folders()) {
      if (Files.isDirectory(child.resolve(MASKS))) {
        return Evidence.CERTAIN;
      }
    }
    return Evidence.NONE;
  }

  /** A case's folder. */
  private record Found(Path folder, Map<String, Path> images, Map<String, Path> masks) {}

  @Override
  public FolderContents list(DatasetFolder folder) throws IOException {
    List<Found> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Path child : folder.folders()) {
      if (Files.isDirectory(child.resolve(MASKS))) {
        found.add(new Found(child, images(child), images(child.resolve(MASKS))));
      } else {
        others.add(child.getFileName().toString());
      }
    }
    if (found.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: expected %s, found none".formatted(folder, hallmark()));
    }
    List<String> notes = new ArrayList<>();
    if (!others.isEmpty()) {
      notes.add("%s: left out, without %s: %s".formatted(folder, MASKS, NameList.inWords(others)));
    }
    Optional<JsonObject> json = folder.json();
    Map<Integer, String> labels = labels(folder, json, found, notes);
    List<String> channels = channels(found);
    List<FolderCase> cases = new ArrayList<>();
    for (Found one : found) {
      cases.add(
          new FolderCase(
              one.folder.getFileName().toString(),
              imagesOf(one, channels, found),
              masksOf(one, labels)));
    }
    tellOfAbsent(folder, cases, labels, notes);
    tellOfOtherImages(folder, found, cases, notes);
    Map<Integer, String> byIndex = new TreeMap<>();
    channels.forEach(name -> byIndex.put(byIndex.size(), name));
    return new FolderContents(
        json.map(FolderDescription::of).orElse(FolderDescription.NONE),
        new Declared(folder.path(), "the images' names", byIndex),
        new Declared(folder.path(), "the masks' names", labels),
        cases,
        "case folder",
        notes);
  }

  /** The image files of a folder, by name without the ending. */
  private static Map<String, Path> images(Path folder) throws IOException {
    Map<String, Path> byStem = new TreeMap<>();
    for (Path file : DatasetFolder.visible(folder, Files::isRegularFile)) {
      if (ImageFormats.named(file).isPresent()) {
        Path before = byStem.put(ImageFormats.stem(file), file);
        if (before != null) {
          throw new InvalidDatasetException(
              "%s: and %s are one image by their names; remove one of them"
                  .formatted(file, before.getFileName()));
        }
      }
    }
    return byStem;
  }

  private static Map<Integer, String> labels(
      DatasetFolder folder, Optional<JsonObject> json, List<Found> found, List<String> notes)
      throws InvalidDatasetException {
    TreeSet<String> there = new TreeSet<>();
    found.forEach(one -> there.addAll(one.masks.keySet()));
    JsonValue declared = json.map(object -> object.get("labels")).orElse(null);
    if (declared != null) {
      Map<Integer, String> labels = NumberedNames.labels(folder.listing(), declared);
      there.removeAll(labels.values());
      if (!there.isEmpty()) {
        notes.add(
            "%s: masks of %s are left out, \"labels\" does not name them"
                .formatted(folder.listing(), NameList.inWords(List.copyOf(there))));
      }
      return labels;
    }
    Map<Integer, String> labels = new TreeMap<>(Map.of(0, "background"));
    there.remove("background");
    there.forEach(name -> labels.put(labels.size(), name));
    return labels;
  }

  /** The names of images that half of the cases have at least; one image may have any name. */
  private static List<String> channels(List<Found> found) {
    Map<String, Integer> counts = new TreeMap<>();
    found.forEach(one -> one.images.keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
    List<String> common =
        counts.keySet().stream().filter(name -> 2 * counts.get(name) >= found.size()).toList();
    return common.isEmpty() || found.stream().allMatch(one -> one.images.size() == 1)
        ? List.of(common.size() == 1 ? common.get(0) : "image")
        : common;
  }

  private static List<Path> imagesOf(Found one, List<String> channels, List<Found> all) {
    if (channels.size() == 1 && one.images.size() == 1) {
      return List.copyOf(one.images.values());
    }
    return channels.stream()
        .map(name -> one.images.getOrDefault(name, one.folder.resolve(fileName(name, all))))
        .toList();
  }

  /** What a missing image is called elsewhere. */
  private static String fileName(String name, List<Found> all) {
    return all.stream()
        .flatMap(one -> Optional.ofNullable(one.images.get(name)).stream())
        .map(file -> file.getFileName().toString())
        .findFirst()
        .orElse(name + ".nii.gz");
  }

  private static LabelFiles masksOf(Found one, Map<Integer, String> labels) {
    Map<Integer, Path> masks = new TreeMap<>();
    labels.forEach(
        (value, name) -> {
          if (value > 0 && one.masks.containsKey(name)) {
            masks.put(value, one.masks.get(name));
          }
        });
    return new LabelFiles.Masks(one.folder.resolve(MASKS), masks);
  }

  private static void tellOfAbsent(
      DatasetFolder folder,
      List<FolderCase> cases,
      Map<Integer, String> labels,
      List<String> notes) {
    int organs = labels.size() - (labels.containsKey(0) ? 1 : 0);
    List<String> incomplete =
        cases.stream()
            .filter(one -> one.labels().files().size() < organs)
            .map(FolderCase::id)
            .toList();
    if (!incomplete.isEmpty()) {
      notes.add(
          "%s: cases that lack masks of some labels, which they then do not show: %s"
              .formatted(folder, NameList.inWords(incomplete)));
    }
  }

  private static void tellOfOtherImages(
      DatasetFolder folder, List<Found> found, List<FolderCase> cases, List<String> notes) {
    TreeSet<String> others = new TreeSet<>();
    for (int i = 0; i < cases.size(); i++) {
      for (Path image : found.get(i).images.values()) {
        if (!cases.get(i).images().contains(image)) {
          others.add(image.getFileName().toString());
        }
      }
    }
    if (!others.isEmpty()) {
      notes.add(
          "%s: images that fewer than half of the cases have are no channels and left out: %s"
              .formatted(folder, NameList.inWords(List.copyOf(others))));
    }
  }
}
