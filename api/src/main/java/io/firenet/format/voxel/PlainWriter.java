package io.firenet.format.voxel;

import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What writes files that hold voxels and their grid, and nothing of what labels mean.
 *
 * @param endings of the names that it writes
 * @param volumes writes an image
 * @param labelMaps writes a label map
 */
public record PlainWriter(List<String> endings, Writer<Volume> volumes, Writer<LabelMap> labelMaps)
    implements ImageWriter {

  /**
   * Keeps copies of what could change.
   *
   * @param endings of the names that it writes
   * @param volumes writes an image
   * @param labelMaps writes a label map
   */
  public PlainWriter {
    endings = List.copyOf(endings);
  }

  /**
   * Writes a file.
   *
   * @param <T> {@link Volume} or {@link LabelMap}
   */
  @FunctionalInterface
  public interface Writer<T> {
    /**
     * Writes it.
     *
     * @param file the file to write
     * @param content what it is to hold
     * @throws IOException if it cannot be written
     */
    void write(Path file, T content) throws IOException;
  }

  @Override
  public void write(Path file, Volume volume) throws IOException {
    volumes.write(file, volume);
  }

  @Override
  public void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException {
    labelMaps.write(file, labels);
  }
}
