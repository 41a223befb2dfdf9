package io.firenet.dataset;

import io.firenet.format.ImageFormats;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A pair of image files that must fit the descriptor's channels and the folder's labels. */
record FileCase(
    String id, Path imagePath, Path labelPath, DatasetDescriptor descriptor, LabelMapping mapping)
    implements Case {

  @Override
  public Volume image() throws IOException {
    Volume image = ImageFormats.readVolume(imagePath);
    int channels = descriptor.channels().size();
    if (image.channels() != channels) {
      throw new InvalidDatasetException(
          "%s: case '%s' of dataset '%s' expects %d channels %s, found %d"
              .formatted(
                  imagePath,
                  id,
                  descriptor.name(),
                  channels,
                  descriptor.channels(),
                  image.channels()));
    }
    return image;
  }

  @Override
  public ImageGeometry geometry() throws IOException {
    return ImageFormats.readGeometry(imagePath);
  }

  @Override
  public LabelMap labels() throws IOException {
    LabelMap labels = ImageFormats.readLabels(labelPath);
    short[] data = labels.data();
    short[] labelOf = mapping.labelOf();
    for (int at = 0; at < data.length; at++) {
      short value = data[at];
      short label = value >= 0 && value < labelOf.length ? labelOf[value] : -1;
      if (label < 0) {
        throw new InvalidDatasetException(
            "%s: case '%s' of dataset '%s' expects the label values %s, found %d"
                .formatted(labelPath, id, descriptor.name(), mapping.values(), value));
      }
      data[at] = label;
    }
    return labels;
  }

  @Override
  public Optional<Path> imageFile() {
    return Optional.of(imagePath);
  }

  @Override
  public Optional<Path> labelFile() {
    return Optional.of(labelPath);
  }
}
