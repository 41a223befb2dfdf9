package io.firenet.server.job;

import io.firenet.format.ImageFormats;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One answer of a job.
 *
 * @param model the model's name, or those of an ensemble
 * @param applied what it made of the image; of a segmentation without its labels, which are in a
 *     file
 * @param voxels for each label of a segmentation, how many there are; empty otherwise
 * @param voxelMl what a voxel holds
 * @param folder where its files are
 */
record JobResult(String model, Applied applied, long[] voxels, double voxelMl, Path folder) {

  /** Writes what a model answered into a folder. */
  static JobResult write(String model, Applied applied, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (applied.labels().isEmpty()) {
      return new JobResult(model, applied, new long[0], 0, folder);
    }
    LabelMap labels = applied.labels().get();
    long[] voxels = new long[applied.card().labels().size()];
    for (short label : labels.data()) {
      voxels[label]++;
    }
    JobResult result =
        new JobResult(model, applied.withoutLabels(), voxels, voxelMl(labels.geometry()), folder);
    ImageFormats.write(result.labelsFile(), labels, applied.details());
    return result;
  }

  private static double voxelMl(ImageGeometry geometry) {
    return Math.abs(geometry.voxelToWorld().determinant()) / 1000;
  }

  boolean isSegmentation() {
    return voxels.length > 0;
  }

  /** The labels on the image's grid. */
  Path labelsFile() {
    return folder.resolve("labels.nii.gz");
  }

  LabelMap labels() throws IOException {
    return ImageFormats.readLabels(labelsFile());
  }
}
