package io.firenet.server.job;

import io.firenet.server.image.ImageStore;
import io.firenet.server.image.ServedImage;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ServedModel;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.storage.Shelf;
import io.firenet.server.storage.TemporaryFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The jobs that callers have asked for. */
public final class JobStore {

  private final TemporaryFolder temporary;
  private final ImageStore images;
  private final ModelList models;
  private final PassQueue queue;
  private final ModelPass pass;
  private final Shelf<Job> jobs;

  /**
   * @param keep how long a job that nobody asks for is kept
   */
  public JobStore(
      TemporaryFolder temporary,
      ImageStore images,
      ModelList models,
      PassQueue queue,
      ModelPass pass,
      Clock clock,
      Duration keep) {
    this.temporary = temporary;
    this.images = images;
    this.models = models;
    this.queue = queue;
    this.pass = pass;
    this.jobs = new Shelf<>("job", clock, keep);
  }

  /**
   * Takes a job.
   *
   * @param caller whose turn it takes
   * @throws io.firenet.server.http.Refusal if its image or a model is not there, or the queue is
   *     full
   */
  Job add(JobRequest request, String caller) throws IOException {
    ServedImage image = images.get(request.image());
    List<ServedModel> chosen = new ArrayList<>();
    for (String name : request.models()) {
      chosen.add(models.usable(name));
    }
    List<List<ServedModel>> answers =
        request.ensemble() ? List.of(chosen) : chosen.stream().map(List::of).toList();
    String id = Shelf.newId();
    Job job = new Job(id, request, image, answers, temporary.room("jobs", id));
    try {
      job.submit(queue, caller, pass, images);
    } catch (RuntimeException e) {
      job.close();
      throw e;
    }
    jobs.put(id, job);
    return job;
  }

  /**
   * Takes a job of the server's own.
   *
   * @return its id
   */
  public String add(String image, String model) throws IOException {
    return add(new JobRequest(image, List.of(model), false, false, 0), "server").id();
  }

  Job get(String id) {
    Job job = jobs.get(id);
    job.seen();
    return job;
  }

  void remove(String id) {
    jobs.remove(id).close();
  }

  /** Ends those whose callers have gone. */
  public void cancelForsaken() {
    jobs.all().stream().filter(Job::isForsaken).forEach(Job::cancel);
  }

  /** Forgets those that nobody has asked for in time. */
  public void removeExpired() {
    jobs.removeExpired(job -> !job.isOver()).forEach(Job::close);
  }
}
