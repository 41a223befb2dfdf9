package io.firenet.layout;

import io.firenet.format.ImageFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which files of a folder are channels of one image. */
final class ChannelGroups {

  private final List<Path> files;
  private final int channels;

  /** The files of each group by their channel. */
  private final Map<ChannelGroup, TreeMap<Integer, Path>> groups = new LinkedHashMap<>();

  ChannelGroups(List<Path> files, int channels) {
    this.files = files;
    this.channels = channels;
    for (Path file : files) {
      ChannelGroup.of(file)
          .ifPresent(
              group ->
                  groups.computeIfAbsent(group, g -> new TreeMap<>()).put(channelOf(file), file));
    }
    groups.values().removeIf(members -> !areChannels(members));
  }

  private static int channelOf(Path file) {
    return ChannelFileName.of(ImageFormats.stem(file)).orElseThrow().channel();
  }

  private boolean areChannels(Map<Integer, Path> members) {
    if (channels == 1) {
      return members.size() == 1 && members.containsKey(0);
    }
    return (members.containsKey(0) || someAreComplete())
        && members.values().stream().noneMatch(InputImage::isWhole);
  }

  private boolean someAreComplete() {
    return groups.values().stream()
        .anyMatch(members -> members.size() == channels && members.lastKey() == channels - 1);
  }

  List<InputImage> images() {
    List<InputImage> images = new ArrayList<>();
    for (Path file : files) {
      Optional<ChannelGroup> group = ChannelGroup.of(file).filter(groups::containsKey);
      if (group.isEmpty()) {
        images.add(InputImage.ofFile(file));
        continue;
      }
      List<Path> members = List.copyOf(groups.get(group.get()).values());
      if (file.equals(members.get(0))) {
        images.add(group.get().image(channels, members));
      }
    }
    return images;
  }
}
