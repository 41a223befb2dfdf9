package io.firenet.server.model;

import io.firenet.machine.AvailableMemory;
import io.firenet.model.ModelException;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.PredictorOptions;
import io.firenet.volume.ImageGeometry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that are in memory: they come when they are needed, go when nobody has needed them for
 * a while or when the memory is needed for another one's pass, and come anew when their files have
 * changed.
 */
public final class LoadedModels implements AutoCloseable {

  /** Models in memory at once; what has not been used for longest goes first. */
  private static final int MOST = 4;

  private record Key(List<Path> files, boolean mirroring) {}

  private static final class Loaded {
    final Predictor predictor;
    final List<FileStamp> stamps;
    Instant usedAt;
    int users;
    long bytes; // of its weights and the largest of its passes, which it keeps for the next

    Loaded(Predictor predictor, List<FileStamp> stamps, Instant usedAt) {
      this.predictor = predictor;
      this.stamps = stamps;
      this.usedAt = usedAt;
    }
  }

  private final long budget;
  private final PredictorOptions options;
  private final Clock clock;
  private final Duration idle;
  private final Map<Key, Loaded> all = new HashMap<>();

  /**
   * @param options how they compute; mirroring is each caller's choice. The memory budget is that
   *     of all together; where there is none, it is four fifths of what is free now
   * @param idle how long one that nobody needs is kept
   */
  public LoadedModels(PredictorOptions options, Clock clock, Duration idle) {
    budget = options.memoryBudget() > 0 ? options.memoryBudget() : AvailableMemory.bytes() / 5 * 4;
    this.options = options.withMemoryBudget(budget);
    this.clock = clock;
    this.idle = idle;
  }

  /** A model that stays in memory until this is closed. */
  public final class Use implements AutoCloseable {
    private final Loaded loaded;

    private Use(Loaded loaded) {
      this.loaded = loaded;
    }

    public Predictor predictor() {
      return loaded.predictor;
    }

    @Override
    public void close() {
      synchronized (LoadedModels.this) {
        loaded.users--;
        loaded.usedAt = clock.instant();
      }
    }
  }

  /**
   * Takes models into use, whose outputs are averaged. Others that nobody uses go where all
   * together would take more than the budget.
   *
   * @param image what they are to be applied to
   * @throws ModelException if one cannot be loaded, or they do not belong together
   * @throws IllegalArgumentException if the image is too large for them or for the budget
   */
  public synchronized Use use(List<Path> files, boolean mirroring, ImageGeometry image)
      throws ModelException {
    Key key = new Key(List.copyOf(files), mirroring);
    List<FileStamp> stamps = files.stream().map(FileStamp::of).toList();
    Loaded loaded = all.get(key);
    if (loaded != null && !loaded.stamps.equals(stamps)) {
      remove(key, loaded);
      loaded = null;
    }
    if (loaded == null) {
      makeRoom();
      loaded =
          new Loaded(
              Predictor.open(key.files(), options.withMirroring(mirroring)),
              stamps,
              clock.instant());
      all.put(key, loaded);
    }
    loaded.users++;
    try {
      loaded.bytes = Math.max(loaded.bytes, loaded.predictor.plan(image).bytes());
    } catch (IllegalArgumentException e) {
      loaded.users--;
      throw e;
    }
    while (bytes() > budget && removeOldest()) {
      // one after the other
    }
    return new Use(loaded);
  }

  private long bytes() {
    return all.values().stream().mapToLong(loaded -> loaded.bytes).sum();
  }

  private void makeRoom() {
    while (all.size() >= MOST && removeOldest()) {
      // one after the other
    }
  }

  /** Frees what has not been used for longest; false if all are in use. */
  private boolean removeOldest() {
    Optional<Map.Entry<Key, Loaded>> oldest =
        all.entrySet().stream()
            .filter(each -> each.getValue().users == 0)
            .min(Comparator.comparing(each -> each.getValue().usedAt));
    oldest.ifPresent(each -> remove(each.getKey(), each.getValue()));
    return oldest.isPresent();
  }

  private void remove(Key key, Loaded loaded) {
    all.remove(key);
    loaded.predictor.close();
  }

  /** Whether a model of a file is in memory. */
  public synchronized boolean isLoaded(Path file) {
    return all.keySet().stream().anyMatch(key -> key.files().contains(file));
  }

  /** How many are in memory. */
  public synchronized int count() {
    return all.size();
  }

  /** Frees those that nobody has needed for a while. */
  public synchronized void unloadIdle() {
    Instant limit = clock.instant().minus(idle);
    Iterator<Loaded> loaded = all.values().iterator();
    while (loaded.hasNext()) {
      Loaded each = loaded.next();
      if (each.users == 0 && each.usedAt.isBefore(limit)) {
        loaded.remove();
        each.predictor.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    new ArrayList<>(all.values()).forEach(loaded -> loaded.predictor.close());
    all.clear();
  }
}
