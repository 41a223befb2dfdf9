package io.firenet.layout;

import io.firenet.format.ImageFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of one case whose names differ in their channel's number alone. */
record ChannelGroup(Path folder, String caseId, String ending) {

  /** The group that a file is of by its name. */
  static Optional<ChannelGroup> of(Path file) {
    String stem = ImageFormats.stem(file);
    String ending = file.getFileName().toString().substring(stem.length());
    Path absolute = file.toAbsolutePath();
    return ending.isEmpty() || absolute.getParent() == null
        ? Optional.empty()
        : ChannelFileName.of(stem)
            .map(name -> new ChannelGroup(file.resolveSibling(""), name.caseId(), ending));
  }

  /** A channel's file, which need not exist. */
  Path file(int channel) {
    return folder.resolve(new ChannelFileName(caseId, channel) + ending);
  }

  /**
   * The image of so many channels, with those that are too many.
   *
   * @param found the files that are there
   */
  InputImage image(int channels, List<Path> found) {
    List<Path> files = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      files.add(file(channel));
    }
    for (Path file : found) {
      if (!files.contains(file)) {
        files.add(file);
      }
    }
    return new InputImage(folder.resolve(caseId + ending), files);
  }
}
