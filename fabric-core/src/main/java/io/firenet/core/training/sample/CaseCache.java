package io.firenet.core.training.sample;

import io.firenet.core.cache.CaseKey;
import io.firenet.core.cache.PreparedCase;
import io.firenet.core.cache.VolumeCache;
import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Preprocessed cases, so that later epochs neither read nor resample: in memory up to a bound, and
 * on disk where there is a {@link VolumeCache} and the case's files are known. What is in neither
 * is prepared anew each time. Thread-safe.
 */
public final class CaseCache {

  /** Most bytes kept in memory, where the heap is large. */
  public static final long MEMORY_BYTES = 512L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CaseCache.class);
  private static final double HEAP_SHARE = 0.25;

  private final PreprocessingPlan run;
  private final Optional<VolumeCache> disk;
  private final long maxBytes =
      (long) Math.min(MEMORY_BYTES, HEAP_SHARE * Runtime.getRuntime().maxMemory());
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, PreparedCase> kept = new ConcurrentHashMap<>();
  private final Map<String, Ahead> ahead = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param preprocessor what a run does to all of its datasets; each has its own rules of intensity
   * @param disk keeps them, if there is one
   */
  public CaseCache(Preprocessor preprocessor, Optional<VolumeCache> disk) {
    this.run = preprocessor.plan();
    this.disk = disk;
  }

  /**
   * The preprocessed case.
   *
   * @param dataset the case's dataset
   * @param one the case
   * @return image and target as the network sees them, which nobody must change
   * @throws InvalidDatasetException if it cannot be read, or its target is none of the dataset's;
   *     the message names the case
   * @throws InterruptedIOException if this thread is interrupted
   */
  public PreparedCase get(TrainingDataset dataset, Case one)
      throws InvalidDatasetException, InterruptedIOException {
    String key = dataset.name() + "/" + one.id();
    PreparedCase cached = kept.get(key);
    if (cached != null) {
      return cached;
    }
    Ahead begun = ahead.remove(key);
    PreparedCase prepared =
        begun == null
            ? CaseReading.of(dataset.name(), one, () -> fromDisk(dataset, one))
            : CaseReading.of(dataset.name(), one, () -> outcome(begun.task));
    long size = prepared.bytes();
    if (bytes.addAndGet(size) <= maxBytes) {
      kept.put(key, prepared);
    } else {
      bytes.addAndGet(-size);
    }
    return prepared;
  }

  /**
   * Begins to prepare a case that is soon asked for, on another thread.
   *
   * @param dataset the case's dataset
   * @param one the case
   */
  public void prefetch(TrainingDataset dataset, Case one) {
    String key = dataset.name() + "/" + one.id();
    if (!kept.containsKey(key)) {
      FutureTask<PreparedCase> task = new FutureTask<>(() -> fromDisk(dataset, one));
      Thread thread = new Thread(task, "firenet-prefetch");
      thread.setDaemon(true);
      ahead.put(key, new Ahead(task, thread));
      thread.start();
    }
  }

  /** A case that is being prepared. */
  private record Ahead(Future<PreparedCase> task, Thread thread) {}

  /**
   * Ends what {@link #prefetch} has begun and nobody has asked for, and waits until it no longer
   * writes, a while at most.
   */
  public void stopPrefetching() {
    List<Thread> threads = ahead.values().stream().map(Ahead::thread).toList();
    ahead.clear();
    threads.forEach(Thread::interrupt);
    ThreadEnd.await(threads);
  }

  private static PreparedCase outcome(Future<PreparedCase> begun) throws IOException {
    try {
      return begun.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * The case's labels on its own grid.
   *
   * @param dataset the case's dataset
   * @param one the case
   * @return {@code [D,H,W]}
   * @throws InvalidDatasetException if they cannot be read; the message names the case
   * @throws InterruptedIOException if this thread is interrupted
   */
  public static LabelMap labels(TrainingDataset dataset, Case one)
      throws InvalidDatasetException, InterruptedIOException {
    return CaseReading.of(dataset.name(), one, one::labels);
  }

  private PreparedCase fromDisk(TrainingDataset dataset, Case one) throws IOException {
    Optional<CaseKey> key = disk.isPresent() ? key(dataset, one) : Optional.empty();
    if (key.isEmpty()) {
      return prepare(dataset, one);
    }
    return disk.get()
        .get(
            dataset.name(),
            key.get(),
            new VolumeCache.Source() {
              @Override
              public PreparedCase make() throws IOException {
                return prepare(dataset, one);
              }

              @Override
              public PreparedCase of(Volume image, Optional<LabelMap> labels) throws IOException {
                return new PreparedCase(
                    dataset.name(),
                    one.id(),
                    image,
                    labels.isPresent() ? new Target.Labels(labels.get()) : target(dataset, one));
              }
            });
  }

  private static Target target(TrainingDataset dataset, Case one) throws IOException {
    Target target = one.target();
    dataset.check(target);
    return target;
  }

  /** Nothing if the case's files are not known. */
  private Optional<CaseKey> key(TrainingDataset dataset, Case one) throws IOException {
    boolean labelled = !dataset.decoder().objective().wholeImage();
    List<Path> files = new ArrayList<>(one.imageFiles());
    if (labelled) {
      files.addAll(one.labelFiles());
    }
    boolean known =
        !one.imageFiles().isEmpty()
            && (!labelled || !one.labelFiles().isEmpty())
            && files.stream().allMatch(Files::isRegularFile);
    if (!known) {
      return Optional.empty();
    }
    CaseKey key =
        new CaseKey()
            .add(dataset.reading())
            .add(dataset.descriptor().channels())
            .add(dataset.descriptor().labels())
            .add(run.spacingMm())
            .add(one.id());
    if (!dataset.intensity().isEmpty()) {
      key.add(dataset.intensity());
    }
    for (Path file : files) {
      key.addFile(file);
    }
    return Optional.of(key);
  }

  /** Of each dataset the first case, or a large one would flood the log. */
  private void tell(String dataset, String caseId, String note) {
    if (told.add(dataset)) {
      LOG.warn(
          "dataset {}: case {}: {}; 'firenet verify' lists every such case", dataset, caseId, note);
    }
  }

  private PreparedCase prepare(TrainingDataset dataset, Case one) throws IOException {
    Target target = target(dataset, one);
    Preprocessor preprocessor = new Preprocessor(dataset.plan(run));
    if (!(target instanceof Target.Labels map)) {
      return new PreparedCase(dataset.name(), one.id(), preprocessor.image(one.image()), target);
    }
    map.notes().stream().findFirst().ifPresent(note -> tell(dataset.name(), one.id(), note));
    GridSize size = map.map().size();
    for (short label : map.map().data()) {
      if (label != LabelMap.IGNORED && (label < 0 || label >= dataset.classes())) {
        throw new InvalidDatasetException(
            "label %s is not one of 0 to %s ('firenet verify' lists every such case)"
                .formatted(label, dataset.classes() - 1));
      }
    }
    LabelMap labels = preprocessor.labels(map.map());
    Volume image = one.image();
    if (!size.equals(image.size())) {
      throw new InvalidDatasetException(
          "the label map is %s voxels, the image %s ('firenet verify' lists every such case)"
              .formatted(size, image.size()));
    }
    return new PreparedCase(
        dataset.name(), one.id(), preprocessor.image(image), new Target.Labels(labels));
  }
}
