package io.firenet.format.dicom.series;

import io.firenet.format.ImageSource;
import io.firenet.format.dicom.data.ByteSource;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks through a source's files for the series that is meant. */
final class SeriesScan {

  private final ImageSource source;
  private final Map<String, List<DicomFile>> found = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private int others;

  private SeriesScan(ImageSource source) {
    this.source = source;
  }

  /**
   * The files of the series that a source names, or of the only one.
   *
   * @param notes receives what was left out
   * @throws IOException if there is none, or several and none is named; the message lists them
   */
  static Series find(ImageSource source, List<String> notes) throws IOException {
    SeriesScan scan = of(source);
    Series series = scan.choose();
    notes.addAll(scan.notes);
    if (scan.others > 0) {
      notes.add("%s files without DICOM images left out".formatted(scan.others));
    }
    return series;
  }

  /**
   * Every series that is there.
   *
   * @throws IOException if there is none
   */
  static List<Series> all(ImageSource source) throws IOException {
    return of(source).all();
  }

  private static SeriesScan of(ImageSource source) throws IOException {
    SeriesScan scan = new SeriesScan(source);
    SourceFiles files = SourceFiles.of(source.path());
    try (Closeable held = SourceFiles.hold(source.path())) {
      for (ByteSource file : files.all()) {
        scan.add(file, files.isOne());
      }
    }
    return scan;
  }

  private List<Series> all() throws IOException {
    List<Series> all = new ArrayList<>();
    found.forEach((uid, files) -> all.add(new Series(uid, files)));
    if (all.isEmpty()) {
      throw new IOException(source.path() + ": expected DICOM images, found none");
    }
    return all;
  }

  private void add(ByteSource file, boolean required) throws IOException {
    if (!required) {
      try (InputStream in = file.openAt(0)) {
        boolean named = file.name().toLowerCase(java.util.Locale.ROOT).matches(".*\\.(dcm|ima)");
        if (!DicomFile.isStart(in.readNBytes(132)) && !named) {
          others++;
          return;
        }
      }
    }
    DicomFile read = DicomFile.read(file, Instance::isWanted);
    if (Instance.isImage(read.data())) {
      String uid = read.data().string(Tag.SeriesInstanceUID).orElse("");
      found.computeIfAbsent(uid, unseen -> new ArrayList<>()).add(read);
    } else if (required) {
      throw new IOException(
          file.name()
              + ": expected a DICOM image, found an object without pixels, such as a report or a structure set");
    } else {
      others++;
    }
  }

  private Series choose() throws IOException {
    List<Series> all = all();
    List<Series> chosen = source.series().map(words -> matching(all, words)).orElse(all);
    if (chosen.size() > 1 && source.series().isEmpty()) {
      chosen = withoutLocalizers(chosen);
    }
    if (chosen.size() != 1) {
      String list = all.stream().map(Series::toString).collect(Collectors.joining("; "));
      throw new IOException(
          source.series().isEmpty()
              ? "%s: holds %s series, name one (--series UID, number or part of the description): %s"
                  .formatted(source.path(), all.size(), list)
              : "%s: %s series is '%s', there are: %s"
                  .formatted(
                      source.path(),
                      chosen.isEmpty() ? "no" : "more than one",
                      source.series().get().replaceAll("\\p{Cntrl}", "?"),
                      list));
    }
    return chosen.get(0);
  }

  private static List<Series> matching(List<Series> all, String words) {
    List<Series> exact = all.stream().filter(each -> each.uid().equals(words.strip())).toList();
    if (exact.isEmpty()) {
      exact = all.stream().filter(each -> each.hasNumber(words)).toList();
    }
    return exact.isEmpty()
        ? all.stream().filter(each -> each.isDescribedAs(words)).toList()
        : exact;
  }

  private List<Series> withoutLocalizers(List<Series> all) {
    List<Series> images = all.stream().filter(each -> !each.isLocalizer()).toList();
    if (images.size() == 1) {
      notes.add("localizers of %s other series left out".formatted(all.size() - 1));
      return images;
    }
    return all;
  }
}
