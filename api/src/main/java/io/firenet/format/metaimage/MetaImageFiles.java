package io.firenet.format.metaimage;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.VoxelParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files that {@code ElementDataFile} names: one, a list, or those of a numbered pattern. */
final class MetaImageFiles {

  private MetaImageFiles() {}

  static VoxelParts of(MetaImageFields fields, ImageHeader header, int axes) throws IOException {
    String value = fields.required(MetaImageFields.DATA_FILE);
    String[] words = value.split("\\s+");
    List<Path> files;
    if (words[0].toUpperCase(Locale.ROOT).equals("LIST")) {
      files = listed(fields);
    } else if (words[0].contains("%")) {
      files = numbered(fields, words);
    } else {
      files = List.of(VoxelParts.beside(fields.file(), value));
    }
    long skip = fields.whole("HeaderSize", 0);
    if (skip < -1) {
      throw fields.unfit("HeaderSize", "0 or more, or -1 for plain voxels", String.valueOf(skip));
    }
    if (header.dataBytes() % files.size() != 0 || !cutsAnAxis(header, files.size(), axes)) {
      throw fields.unfit(
          MetaImageFields.DATA_FILE,
          "as many files as there are slices, %s".formatted(header.geometry().size().depth()),
          "%s files".formatted(files.size()));
    }
    return new VoxelParts(files, skip, header.dataBytes() / files.size());
  }

  /** Files hold whole slices, or all of them along a fourth axis. */
  private static boolean cutsAnAxis(ImageHeader header, int files, int axes) {
    long slices = header.geometry().size().depth();
    long all = axes == 4 ? slices * header.channels() : slices;
    return files == 1 || files == slices || files == all || files == all / slices;
  }

  private static List<Path> listed(MetaImageFields fields) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : fields.listed()) {
      files.add(VoxelParts.beside(fields.file(), name));
    }
    if (files.isEmpty() || files.size() > VoxelParts.MAX_FILES) {
      throw fields.unfit(MetaImageFields.DATA_FILE, "a list of files", files.size() + " of them");
    }
    return files;
  }

  private static List<Path> numbered(MetaImageFields fields, String[] words) throws IOException {
    try {
      if (words.length == 3 || words.length == 4) {
        long step = words.length == 4 ? Long.parseLong(words[3]) : 1;
        return VoxelParts.numbered(
            fields.file(), words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), step);
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw fields.unfit(
        MetaImageFields.DATA_FILE,
        "a pattern and its first and last number, such as slice%03d.raw 1 40",
        String.join(" ", words));
  }
}
