package io.firenet.dataset;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A pair of NIfTI files that must fit the descriptor's channels and labels. */
record DecathlonCase(String id, Path imagePath, Path labelPath, DatasetDescriptor descriptor)
    implements Case {

  @Override
  public Volume image() throws IOException {
    Volume image = Nifti.readVolume(imagePath);
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
  public LabelMap labels() throws IOException {
    LabelMap labels = Nifti.readLabels(labelPath);
    int classes = descriptor.labels().size();
    for (short value : labels.data()) {
      if (value < 0 || value >= classes) {
        throw new InvalidDatasetException(
            "%s: case '%s' of dataset '%s' expects label values 0 to %d %s, found %d"
                .formatted(
                    labelPath, id, descriptor.name(), classes - 1, descriptor.labels(), value));
      }
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
