package io.firenet.folder;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFormats;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A case of image files that must fit the descriptor's channels and the folder's labels. */
record FileCase(FolderCase files, DatasetDescriptor descriptor, LabelMapping mapping)
    implements Case {

  @Override
  public String id() {
    return files.id();
  }

  @Override
  public Volume image() throws IOException {
    int channels = descriptor.channels().size();
    List<Path> images = files.images();
    if (images.size() > 1 && images.size() != channels) {
      throw new InvalidDatasetException(
          "%s: case '%s' of dataset '%s' expects %s channels %s, found %s files: %s"
              .formatted(
                  images.get(0),
                  id(),
                  descriptor.name(),
                  channels,
                  descriptor.channels(),
                  images.size(),
                  images.stream().map(Path::getFileName).toList()));
    }
    Volume image = ChannelFiles.open(images).readVolume();
    if (image.channels() != channels) {
      throw new InvalidDatasetException(
          "%s: case '%s' of dataset '%s' expects %s channels %s, found %s"
              .formatted(
                  images.get(0),
                  id(),
                  descriptor.name(),
                  channels,
                  descriptor.channels(),
                  image.channels()));
    }
    return image;
  }

  @Override
  public ImageGeometry geometry() throws IOException {
    return ImageFormats.readGeometry(files.images().get(0));
  }

  @Override
  public LabelMap labels() throws IOException {
    return target().map();
  }

  @Override
  public Target.Labels target() throws IOException {
    return files.labels() instanceof LabelFiles.Masks masks
        ? new MaskReading(id(), masks, descriptor, mapping).read()
        : new Target.Labels(read(((LabelFiles.OneMap) files.labels()).file()));
  }

  private LabelMap read(Path file) throws IOException {
    LabelMap labels = ImageFormats.readLabels(file);
    short[] data = labels.data();
    short[] labelOf = mapping.labelOf();
    for (int at = 0; at < data.length; at++) {
      short value = data[at];
      short label = value >= 0 && value < labelOf.length ? labelOf[value] : LabelMapping.UNDECLARED;
      if (label == LabelMapping.UNDECLARED) {
        throw new InvalidDatasetException(
            "%s: case '%s' of dataset '%s' expects the label values %s, found %s"
                .formatted(file, id(), descriptor.name(), mapping.values(), value));
      }
      data[at] = label;
    }
    return labels;
  }

  @Override
  public Optional<Path> imageFile() {
    return Optional.of(files.images().get(0));
  }

  @Override
  public Optional<Path> labelFile() {
    return files.labels() instanceof LabelFiles.OneMap map
        ? Optional.of(map.file())
        : Optional.empty();
  }

  @Override
  public List<Path> imageFiles() {
    return files.images();
  }

  @Override
  public List<Path> labelFiles() {
    return files.labels().files();
  }
}
