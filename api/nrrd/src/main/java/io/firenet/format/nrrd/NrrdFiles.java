package io.firenet.format.nrrd;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.VoxelParts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a header's voxels lie: behind it, in one file, or in several.
 *
 * @param voxels the files
 * @param skipDecompressed bytes to leave out after decompression
 */
record NrrdFiles(VoxelParts voxels, long skipDecompressed) {

  static NrrdFiles of(NrrdFields fields, ImageHeader header, boolean compressed, int[] sizes)
      throws IOException {
    Optional<String> dataFile = fields.text("datafile");
    List<Path> files =
        dataFile.isEmpty() ? List.of(fields.file()) : files(fields, dataFile.get(), sizes);
    if (compressed && files.size() > 1) {
      throw fields.unfit("encoding", "raw for voxels in several files", "gzip");
    }
    if (files.isEmpty() || header.dataBytes() % files.size() != 0) {
      throw fields.unfit(
          "data file", "as many files as there are slices", files.size() + " of them");
    }
    long lines = fields.whole(0, "lineskip");
    long bytes = fields.whole(0, "byteskip");
    if (lines < 0 || bytes < -1 || (compressed && bytes < 0)) {
      throw fields.unfit("byte skip", "0 or more, or -1 for raw voxels", String.valueOf(bytes));
    }
    long start = dataFile.isEmpty() ? fields.bytes() : 0;
    if (lines > 0) {
      start = skipLines(files.get(0), start, lines);
    }
    long part = header.dataBytes() / files.size();
    if (compressed) {
      return new NrrdFiles(new VoxelParts(files, start, part), bytes);
    }
    if (bytes > Long.MAX_VALUE - start) {
      throw fields.unfit("byte skip", "less than the file has", String.valueOf(bytes));
    }
    return new NrrdFiles(new VoxelParts(files, bytes < 0 ? -1 : start + bytes, part), 0);
  }

  private static List<Path> files(NrrdFields fields, String value, int[] sizes) throws IOException {
    String[] words = value.split("\\s+");
    List<Path> files = new ArrayList<>();
    if (words[0].equals("LIST")) {
      if (fields.list().size() > VoxelParts.MAX_FILES) {
        throw fields.unfit("data file", "fewer files", fields.list().size() + " of them");
      }
      for (String name : fields.list()) {
        files.add(VoxelParts.beside(fields.file(), name));
      }
    } else if (words[0].contains("%") && words.length >= 4) {
      try {
        files.addAll(
            VoxelParts.numbered(
                fields.file(),
                words[0],
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3])));
      } catch (NumberFormatException e) {
        throw fields.unfit("data file", "a pattern and its first, last and step", value);
      }
    } else {
      return List.of(VoxelParts.beside(fields.file(), value));
    }
    int last = sizes[sizes.length - 1];
    int slices = sizes.length > 1 ? sizes[sizes.length - 2] * last : last;
    if (files.size() != 1 && files.size() != last && files.size() != slices) {
      throw fields.unfit(
          "data file", "as many files as there are slices, " + last, files.size() + " of them");
    }
    return files;
  }

  private static long skipLines(Path file, long start, long lines) throws IOException {
    long at = start;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(start);
      for (long left = lines; left > 0; ) {
        int next = in.read();
        if (next < 0) {
          throw new IOException(
              "%s: expected %s lines before the voxels, the file has %s"
                  .formatted(file, lines, lines - left));
        }
        at++;
        left -= next == '\n' ? 1 : 0;
      }
    }
    return at;
  }
}
