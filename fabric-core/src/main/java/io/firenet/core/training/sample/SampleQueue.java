package io.firenet.core.training.sample;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Target;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.Crop;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prepares the samples of an epoch ahead of the training step, on one thread of its own: reads,
 * preprocesses, crops and augments. At most {@link #AHEAD} are waiting, and another is begun only
 * while those take less than a number of bytes.
 */
public final class SampleQueue implements AutoCloseable {

  /** Of the pieces that a network on patches trains on, where no other is set; nnU-Net's. */
  private static final double FOREGROUND_SHARE = 1 / 3.0;

  private static final int AHEAD = 8;
  private static final long AHEAD_BYTES = 192L << 20;

  private final CaseCache cache;
  private final TrainingConfig config;
  private final Iterator<EpochPlan.Step> steps;
  private final long aheadBytes;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Queue<Future<PreparedCase>> ahead = new ArrayDeque<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final ExecutorService loader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "firenet-loader");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
          });

  /**
   * A queue that holds as much ahead as is usual.
   *
   * @param cache prepares the cases
   * @param config the run's settings
   * @param plan what each step trains on
   */
  public SampleQueue(CaseCache cache, TrainingConfig config, EpochPlan plan) {
    this(cache, config, plan, AHEAD_BYTES);
  }

  /**
   * A queue of samples that other threads make ahead of the steps.
   *
   * @param cache prepares the cases
   * @param config the run's settings
   * @param plan what each step trains on
   * @param aheadBytes memory of waiting samples from which on no further one is begun
   */
  public SampleQueue(CaseCache cache, TrainingConfig config, EpochPlan plan, long aheadBytes) {
    this.aheadBytes = aheadBytes;
    this.cache = cache;
    this.config = config;
    this.steps = plan.steps().iterator();
    for (int i = 0; i < AHEAD; i++) {
      submitNext();
    }
  }

  /**
   * The next sample of the plan.
   *
   * @return image and target, cropped and augmented
   * @throws IOException if its case cannot be read
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public PreparedCase next() throws IOException, InterruptedException {
    Future<PreparedCase> first = ahead.remove();
    submitNext();
    try {
      PreparedCase sample = first.get();
      synchronized (waitingBytes) {
        waitingBytes.addAndGet(-sample.bytes());
        waitingBytes.notifyAll();
      }
      return sample;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a sample could not be prepared", e.getCause());
    }
  }

  private void submitNext() {
    if (steps.hasNext()) {
      EpochPlan.Step step = steps.next();
      ahead.add(loader.submit(() -> prepareWhenThereIsRoom(step)));
    }
  }

  private PreparedCase prepareWhenThereIsRoom(EpochPlan.Step step)
      throws IOException, InterruptedException {
    synchronized (waitingBytes) {
      while (waitingBytes.get() >= aheadBytes) {
        waitingBytes.wait();
      }
    }
    PreparedCase sample = prepare(step);
    waitingBytes.addAndGet(sample.bytes());
    return sample;
  }

  private PreparedCase prepare(EpochPlan.Step step) throws IOException {
    PreparedCase whole = cache.get(step.dataset(), step.trained());
    SplittableRandom random = new SplittableRandom(step.seed());
    if (whole.labels().isPresent()) {
      LabelledVolume part = part(step.dataset(), whole.labelled(), random);
      return whole.with(part.image(), step.dataset().learnt(new Target.Labels(part.labels())));
    }
    return whole.with(image(step.dataset(), whole, random), step.dataset().learnt(whole.target()));
  }

  private LabelledVolume part(
      TrainingDataset dataset, LabelledVolume pair, SplittableRandom random) {
    int maxSide = dataset.plan(config).maxSide();
    double share = pair.image().size().longestSide() > maxSide ? aimedShare(dataset) : 0;
    boolean aimed = share > 0 && random.nextDouble() < share;
    Crop crop =
        aimed
            ? ForegroundCrop.of(pair.labels(), dataset.classes(), maxSide, random)
            : ForegroundCrop.ofKnown(pair.labels(), maxSide, random);
    LabelledVolume part = crop.apply(pair);
    return random.nextDouble() < config.augmentedShare()
        ? config.augmentation().apply(part.image(), part.labels(), random.nextLong())
        : part;
  }

  /** That of the pieces that are drawn around a voxel of the foreground. */
  private double aimedShare(TrainingDataset dataset) {
    if (config.foreground() >= 0) {
      return config.foreground();
    }
    return dataset.network().onPatches() ? FOREGROUND_SHARE : 0;
  }

  /**
   * What answers for a whole image is the middle of it, as in inference. Values may be lengths or
   * volumes, which only rotations and flips keep.
   */
  private Volume image(TrainingDataset dataset, PreparedCase whole, SplittableRandom random) {
    Volume middle =
        Crop.centred(whole.image().size(), dataset.plan(config).maxSide()).apply(whole.image());
    Augmentation augmentation =
        whole.target() instanceof Target.Values
            ? config.augmentation().keepingMeasures()
            : config.augmentation();
    return random.nextDouble() < config.augmentedShare()
        ? augmentation.apply(middle, random.nextLong())
        : middle;
  }

  /** Ends the loading, and waits until it no longer reads or writes, a while at most. */
  @Override
  public void close() {
    loader.shutdownNow();
    ThreadEnd.await(List.copyOf(threads));
  }
}
