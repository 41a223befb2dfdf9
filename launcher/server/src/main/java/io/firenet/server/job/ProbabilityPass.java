package io.firenet.server.job;

import io.firenet.format.ImageFormats;
import io.firenet.server.http.ClientWatch;
import io.firenet.server.image.ImageStore;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.queue.Ticket;
import io.firenet.server.queue.WatchedPass;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Computes the probabilities of a result's labels when they are first asked for. */
public final class ProbabilityPass {

  private final PassQueue queue;
  private final ModelPass pass;
  private final ImageStore images;

  public ProbabilityPass(PassQueue queue, ModelPass pass, ImageStore images) {
    this.queue = queue;
    this.pass = pass;
    this.images = images;
  }

  /** The file of a label's probabilities, on the image's grid. */
  Path file(Job job, JobResult result, int label, String caller, ClientWatch client)
      throws IOException, InterruptedException {
    Path file = result.folder().resolve("probability-%s.nii.gz".formatted(label));
    if (!Files.exists(file)) {
      WatchedPass.run(
          queue,
          caller,
          client,
          ticket -> {
            if (!Files.exists(file)) {
              write(job, result, ticket);
            }
            return file;
          });
      job.room().count();
    }
    return file;
  }

  private void write(Job job, JobResult result, Ticket ticket) throws IOException {
    Volume probabilities = job.probabilities(result, pass, images, ticket);
    int voxels = probabilities.data().length / probabilities.channels();
    for (int label = 0; label < probabilities.channels(); label++) {
      Volume one =
          new Volume(
              probabilities.geometry(),
              1,
              Arrays.copyOfRange(probabilities.data(), label * voxels, (label + 1) * voxels));
      ImageFormats.write(result.folder().resolve("probability-%s.nii.gz".formatted(label)), one);
    }
  }
}
