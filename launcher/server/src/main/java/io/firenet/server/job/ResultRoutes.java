package io.firenet.server.job;

import io.firenet.format.ImageFormats;
import io.firenet.server.http.Caller;
import io.firenet.server.http.ClientWatch;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.server.storage.Uploads;
import io.firenet.volume.GridSize;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The files of a job's results, and how they agree with a reference. */
public final class ResultRoutes {

  private final JobStore jobs;
  private final Uploads uploads;
  private final MemoryGate memory;
  private final ProbabilityPass probabilities;

  public ResultRoutes(
      JobStore jobs, Uploads uploads, MemoryGate memory, ProbabilityPass probabilities) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.memory = memory;
    this.probabilities = probabilities;
  }

  public void addTo(RouteList routes) {
    String result = "/api/jobs/{id}/results/{n}";
    routes.get(result + "/labels", this::labels);
    routes.get(result + "/probabilities/{file}", this::probability);
    routes.post(result + "/reference", this::compare);
    routes.get(result + "/difference.nii.gz", this::difference);
  }

  private Job job(Context ctx) {
    return jobs.get(ctx.pathParam("id"));
  }

  private JobResult segmentation(Context ctx) {
    JobResult result = job(ctx).result(ctx.pathParam("n"));
    if (!result.isSegmentation()) {
      throw new Refusal(404, "the model gives an answer for the whole image and no labels");
    }
    return result;
  }

  private void labels(Context ctx) throws IOException {
    JobResult result = segmentation(ctx);
    String format = Optional.ofNullable(ctx.queryParam("format")).orElse("nii.gz");
    String ending = "." + format.toLowerCase(Locale.ROOT);
    if (!ImageFormats.writtenEndings().contains(ending)) {
      throw Refusal.wrong(
          "labels are written as %s, not as '%s'".formatted(ImageFormats.writtenEndings(), format));
    }
    Path file = result.folder().resolve("labels" + ending);
    synchronized (result) {
      if (!Files.exists(file)) {
        try (MemoryGate.Pass pass = memory.take(8 * voxels(job(ctx)))) {
          ImageFormats.write(file, result.labels(), result.applied().details());
        } catch (IllegalArgumentException | IOException e) {
          throw Refusal.unusable(
              "labels of this image cannot be written as %s; DICOM needs a DICOM series"
                  .formatted(format));
        }
        job(ctx).room().count();
      }
    }
    Reply.file(ctx, file, job(ctx).image().name() + "-labels" + ending);
  }

  private static long voxels(Job job) {
    GridSize size = job.image().geometry().size();
    return size.voxels();
  }

  private void probability(Context ctx) throws IOException, InterruptedException {
    JobResult result = segmentation(ctx);
    String name = ctx.pathParam("file");
    int labels = result.applied().card().outputNames().size();
    int label = name.matches("\\d{1,4}\\.nii\\.gz") ? Integer.parseInt(name.split("\\.")[0]) : -1;
    if (label < 0 || label >= labels) {
      throw Refusal.unknown("label", name);
    }
    Path file = probabilities.file(job(ctx), result, label, Caller.of(ctx), ClientWatch.of(ctx));
    Reply.file(ctx, file, job(ctx).image().name() + "-probability-" + name);
  }

  private void compare(Context ctx) throws IOException {
    JobResult result = segmentation(ctx);
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      Job job = job(ctx);
      Path folder = Files.createTempDirectory(job.room().folder(), "reference-");
      try {
        // two maps, their difference and distances within the largest label's box
        try (MemoryGate.Pass pass = memory.take(16 * voxels(job))) {
          ReferenceComparison comparison =
              ReferenceComparison.of(result, parts.save("file", folder), folder);
          job.setComparison(result, comparison);
          Reply.json(ctx, 200, comparison.json(ctx.path().replaceFirst("/reference/?$", "")));
        }
      } finally {
        TemporaryFolder.remove(folder);
        job.room().count();
      }
    }
  }

  private void difference(Context ctx) throws IOException {
    Path file = ReferenceComparison.differenceFile(segmentation(ctx));
    if (!Files.exists(file)) {
      throw new Refusal(404, "there is no difference before a reference was sent");
    }
    Reply.file(ctx, file, job(ctx).image().name() + "-difference.nii.gz");
  }
}
