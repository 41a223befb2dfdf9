package io.firenet.format.voxel;

import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An image whose header has been read and whose voxels are read by its file's name.
 *
 * @param source where it is
 * @param header what its header says
 * @param notes what a user should know of it, a line each
 * @param volumes reads its voxels as an image
 * @param labelMaps reads its voxels as a label map
 */
public record HeaderedImage(
    ImageSource source,
    ImageHeader header,
    List<String> notes,
    Reader<Volume> volumes,
    Reader<LabelMap> labelMaps)
    implements StoredImage {

  /**
   * Keeps copies of what could change.
   *
   * @param source where it is
   * @param header what its header says
   * @param notes what a user should know of it, a line each
   * @param volumes reads its voxels as an image
   * @param labelMaps reads its voxels as a label map
   */
  public HeaderedImage {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file.
   *
   * @param <T> {@link Volume} or {@link LabelMap}
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads its voxels.
     *
     * @param file the file that names the image
     * @return the volume or the label map
     * @throws IOException if it cannot be read; the message names the file
     */
    T read(Path file) throws IOException;
  }

  @Override
  public ImageGeometry geometry() {
    return header.geometry();
  }

  @Override
  public int channels() {
    return header.channels();
  }

  @Override
  public Volume readVolume() throws IOException {
    return volumes.read(source.path());
  }

  @Override
  public LabelMap readLabels() throws IOException {
    return labelMaps.read(source.path());
  }
}
