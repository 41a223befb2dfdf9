package io.firenet.server.job;

import io.firenet.server.http.EventStream.Event;
import io.firenet.server.http.Refusal;
import io.firenet.server.image.ImageStore;
import io.firenet.server.image.ServedImage;
import io.firenet.server.model.ServedModel;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.queue.Ticket;
import io.firenet.server.storage.Room;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models applied to an image, from the queue to the results. */
final class Job implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Job.class);
  private static final long TELLING_NANOS = 250_000_000; // events cost time that the pass needs

  private final String id;
  private final JobRequest request;
  private final ServedImage image;
  private final List<List<ServedModel>> models;
  private final Room room;

  private JobState state = JobState.QUEUED;
  private double progress;
  private long version;
  private int told = -1; // position in the queue
  private @Nullable Ticket ticket;
  private long begunNanos;
  private long toldNanos;
  private double seconds;
  private Optional<String> fault = Optional.empty();
  private final List<JobResult> results = new ArrayList<>();
  private final Map<Path, ReferenceComparison> comparisons = new HashMap<>();
  private int followers;
  private long lastSeenNanos = System.nanoTime();
  private boolean followed;

  /**
   * @param models a list for each answer, whose outputs are averaged
   * @param room where results go
   */
  Job(String id, JobRequest request, ServedImage image, List<List<ServedModel>> models, Room room) {
    this.id = id;
    this.request = request;
    this.image = image;
    this.models = List.copyOf(models);
    this.room = room;
    image.hold();
  }

  /** Goes into the queue. */
  synchronized void submit(PassQueue queue, String caller, ModelPass pass, ImageStore images) {
    ticket = queue.submit(caller, granted -> run(granted, pass, images));
    var unused = ticket.ended().thenRun(() -> end(JobState.CANCELLED, Optional.empty()));
  }

  private void run(Ticket granted, ModelPass pass, ImageStore images) {
    if (granted.isCancelled()) {
      return;
    }
    begin();
    try {
      Volume volume = images.volume(image);
      for (int i = 0; i < models.size(); i++) {
        int index = i;
        List<ServedModel> together = models.get(i);
        Applied applied =
            pass.apply(
                files(together),
                request.mirror(),
                image.stored(),
                volume,
                granted,
                part -> progressed((index + part) / models.size()));
        String name = request.ensemble() ? "ensemble" : together.get(0).name();
        addResult(JobResult.write(name, applied, room.folder().resolve(Integer.toString(i))));
      }
      room.count();
      end(JobState.DONE, Optional.empty());
    } catch (CancellationException e) {
      end(JobState.CANCELLED, Optional.empty());
    } catch (Refusal e) {
      end(JobState.FAILED, Optional.ofNullable(e.getMessage()));
    } catch (OutOfMemoryError e) {
      end(JobState.FAILED, Optional.of("the server has too little memory for this image"));
    } catch (IOException | RuntimeException e) {
      LOG.error("a job ended with {}", e.getClass().getName());
      LOG.debug("in full", e);
      end(JobState.FAILED, Optional.of("the server met an unexpected fault"));
    }
  }

  /** The probabilities of a result's labels, {@code [K,D,H,W]}. */
  Volume probabilities(JobResult result, ModelPass pass, ImageStore images, Ticket granted) {
    List<ServedModel> together = models.get(results().indexOf(result));
    Volume volume = images.volume(image);
    return pass.with(
        files(together),
        request.mirror(),
        volume.geometry(),
        predictor -> granted.await(predictor.probabilitiesAsync(volume, part -> {})));
  }

  private static List<Path> files(List<ServedModel> models) {
    Set<Path> files = new LinkedHashSet<>();
    models.forEach(model -> files.addAll(model.files()));
    return List.copyOf(files);
  }

  private synchronized void begin() {
    state = JobState.RUNNING;
    begunNanos = System.nanoTime();
    changed();
  }

  private synchronized void progressed(double part) {
    progress = part;
    if (System.nanoTime() - toldNanos >= TELLING_NANOS) {
      changed();
    }
  }

  private synchronized void addResult(JobResult result) {
    results.add(result);
    changed();
  }

  private synchronized void end(JobState how, Optional<String> why) {
    if (state.isOver()) {
      return;
    }
    seconds = begunNanos == 0 ? 0 : (System.nanoTime() - begunNanos) / 1e9;
    state = how;
    fault = why;
    progress = how == JobState.DONE ? 1 : progress;
    image.release();
    changed();
  }

  private void changed() {
    toldNanos = System.nanoTime();
    version++;
    notifyAll();
  }

  /** Ends it if it is not over. */
  void cancel() {
    Ticket given;
    synchronized (this) {
      given = ticket;
    }
    if (given != null) {
      given.cancel();
    }
    end(JobState.CANCELLED, Optional.empty());
  }

  synchronized void follow() {
    followers++;
    followed = true;
  }

  synchronized void unfollow() {
    followers--;
    seen();
  }

  /** Somebody has asked for it. */
  synchronized void seen() {
    lastSeenNanos = System.nanoTime();
  }

  /** Whether whoever has followed it has gone and not come again in time. */
  synchronized boolean isForsaken() {
    double silent = (System.nanoTime() - lastSeenNanos) / 1e9;
    return followed && followers == 0 && !state.isOver() && silent > request.keepSeconds();
  }

  /** What has changed since a client has seen it. */
  synchronized Optional<Event> next(long seen, int patienceMillis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    long left = patienceMillis;
    while (version <= seen && left > 0 && !state.isOver()) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    int position = position();
    if (version <= seen && !state.isOver() && position == told) {
      return Optional.empty();
    }
    if (position != told) {
      told = position;
      version++;
    }
    return Optional.of(new Event(version, "state", JobJson.of(this), state.isOver()));
  }

  String id() {
    return id;
  }

  JobRequest request() {
    return request;
  }

  /** How a result agrees with the reference that was sent last. */
  synchronized Optional<ReferenceComparison> comparison(JobResult result) {
    return Optional.ofNullable(comparisons.get(result.folder()));
  }

  synchronized void setComparison(JobResult result, ReferenceComparison comparison) {
    comparisons.put(result.folder(), comparison);
    changed();
  }

  ServedImage image() {
    return image;
  }

  Room room() {
    return room;
  }

  synchronized JobState state() {
    return state;
  }

  synchronized boolean isOver() {
    return state.isOver();
  }

  synchronized double progress() {
    return progress;
  }

  synchronized int position() {
    return ticket == null || state != JobState.QUEUED ? 0 : ticket.position();
  }

  /** How long it has run. */
  synchronized double seconds() {
    return state == JobState.RUNNING ? (System.nanoTime() - begunNanos) / 1e9 : seconds;
  }

  synchronized Optional<String> fault() {
    return fault;
  }

  synchronized List<JobResult> results() {
    return List.copyOf(results);
  }

  /**
   * One of its results.
   *
   * @throws Refusal if there is none of that number
   */
  JobResult result(String number) {
    List<JobResult> all = results();
    int index = number.matches("\\d{1,3}") ? Integer.parseInt(number) : -1;
    if (index < 0 || index >= all.size()) {
      throw Refusal.unknown("result", number);
    }
    return all.get(index);
  }

  @Override
  public void close() {
    cancel();
    room.close();
  }
}
