package io.firenet.format.nifti;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelReader;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/** Reads NIfTI and Analyze images: a file, or a header and its voxels beside it. */
final class NiftiReader {

  /** Makes something of an input that is at or before the voxels. */
  private interface Reading<T> {
    T read(ImageInput in, ImageHeader header) throws IOException;
  }

  private NiftiReader() {}

  static NiftiHeaderReader.Found header(Path file) throws IOException {
    Path header = NiftiFiles.header(file);
    try (ImageInput in = ImageInput.open(header)) {
      return NiftiHeaderReader.read(in, header);
    }
  }

  static Volume volume(Path file) throws IOException {
    return read(
        file,
        (in, header) ->
            new Volume(header.geometry(), header.channels(), VoxelReader.floats(in, header)));
  }

  static LabelMap labels(Path file) throws IOException {
    return read(file, (in, header) -> VoxelReader.labels(in, header, file));
  }

  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    Path headerFile = NiftiFiles.header(file);
    try (ImageInput in = ImageInput.open(headerFile)) {
      NiftiHeaderReader.Found found = NiftiHeaderReader.read(in, headerFile);
      if (!found.detached()) {
        return reading.read(in, found.header());
      }
      try (ImageInput image = ImageInput.open(NiftiFiles.image(headerFile))) {
        return reading.read(image, found.header());
      }
    }
  }
}
