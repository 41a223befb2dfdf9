package io.firenet.core.training.run;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.JsonFile;
import io.firenet.file.AtomicFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run, one folder each: {@code trunk.safetensors} (shared weights), {@code
 * DATASET.safetensors} (its stem and decoder), {@code state.json} with the SHA-256 of each. A
 * checkpoint is written under another name and renamed when complete, so one that is there is
 * whole. The last one stays: it is what a run has come to, and a best epoch, chosen on the cases
 * that judge it, is chosen by luck. A run that began with another's weights has one of epoch 0
 * until its first epoch is done. Whatever else lies beside or in them is somebody else's: it is
 * neither read nor deleted.
 */
public final class Checkpoints {

  private static final String STATE = "state.json";
  private static final String WEIGHTS = ".safetensors";

  /** The name of the shared weights, which no dataset can have. */
  public static final String TRUNK = "trunk";

  private static final String DIGESTS = "sha256";
  private static final Pattern NAME = Pattern.compile("epoch-(\\d{4,9})");
  private static final Pattern DRAFT = Pattern.compile("\\.epoch-\\d{4,9}\\.part");
  private static final Pattern OWN_FILE =
      Pattern.compile(
          "state\\.json|[a-z0-9-]+\\.safetensors"
              // drafts, as they were called in the first runs
              + "|\\.(state\\.json|[a-z0-9-]+\\.safetensors)\\.[0-9a-f]{16}");

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** A checkpoint that is there. */
  private record Kept(Path path, int epoch) {

    static Optional<Kept> of(Path path) {
      Matcher name = NAME.matcher(path.getFileName().toString());
      return name.matches()
              && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
              && Files.isRegularFile(path.resolve(STATE))
          ? Optional.of(new Kept(path, Integer.parseInt(name.group(1))))
          : Optional.empty();
    }

    RunState state() throws IOException {
      RunState state = JsonFile.read(path.resolve(STATE), RunState::fromJson);
      if (state.epochs() != epoch) {
        throw new IOException(
            "%s is damaged: the checkpoint is of epoch %s, its history has %s; restore it, or delete the folder %s to go on from the one before"
                .formatted(path.resolve(STATE), epoch, state.epochs(), path));
      }
      return state;
    }

    /** The digests of the weights; empty in checkpoints of before there were any. */
    Map<String, String> digests() throws IOException {
      return JsonFile.read(
          path.resolve(STATE),
          json -> {
            Map<String, String> digests = new LinkedHashMap<>();
            JsonObject found = json.getJsonObject(DIGESTS);
            if (found != null) {
              found.keySet().forEach(name -> digests.put(name, found.getString(name)));
            }
            return digests;
          });
    }
  }

  /**
   * The state in the last checkpoint, if there is any.
   *
   * @return empty before the first checkpoint
   * @throws IOException if a checkpoint is there and cannot be read
   */
  public Optional<RunState> latestState() throws IOException {
    return retrying(
        () -> {
          List<Kept> all = list();
          return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).state());
        });
  }

  /**
   * The state in the last checkpoint.
   *
   * @return with a record for each epoch done
   * @throws IOException if there is none or it cannot be read
   */
  public RunState state() throws IOException {
    return retrying(() -> latest().state());
  }

  /**
   * Whether damage to the weights of the last checkpoint is noticed: those of before there were
   * digests are read as they are.
   *
   * @return false for checkpoints of versions before there were digests
   * @throws IOException if there is none or it cannot be read
   */
  public boolean hasDigests() throws IOException {
    return retrying(() -> !latest().digests().isEmpty());
  }

  /**
   * Removes what a run left that never came to be.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void clear() throws IOException {
    for (Kept one : list()) {
      delete(one.path());
    }
    deleteDrafts();
    RunFolder.deleteIfEmpty(folder);
  }

  /**
   * Reads weights and optimiser state of the last checkpoint.
   *
   * @param engine has the run's networks; gets weights and optimiser state
   * @return the outer momentum that it was {@linkplain #write(TrainingEngine, RunState, Map)
   *     written} with; empty if with none
   * @throws IOException if there is no checkpoint, it is damaged or does not fit the engine
   */
  public Map<String, float[]> resume(TrainingEngine engine) throws IOException {
    return RunException.reading(
        () -> {
          Kept latest = latest();
          Map<String, String> digests = latest.digests();
          Map<String, float[]> outer = new LinkedHashMap<>();
          forEachFile(
              latest.path(),
              engine,
              engine.networks().keySet(),
              (name, file, group) ->
                  WeightFile.read(file, group, Optional.ofNullable(digests.get(name)))
                      .ifPresent(values -> outer.put(name, values)));
          return outer;
        });
  }

  /**
   * Reads the weights that an engine's networks need.
   *
   * @param engine gets the weights of all its networks
   * @return the state when they were written
   * @throws IOException if there is no checkpoint, it is damaged or does not fit the engine
   */
  public RunState readWeights(TrainingEngine engine) throws IOException {
    return readWeights(engine, engine.networks().keySet());
  }

  /**
   * Reads the weights of the trunk and of some networks, which is how another run begins with them.
   *
   * @param engine gets the weights
   * @param names networks of the engine, by the dataset's name
   * @return the state when they were written
   * @throws IOException if there is no checkpoint, it is damaged or does not fit the engine
   */
  public RunState readWeights(TrainingEngine engine, Set<String> names) throws IOException {
    return retrying(
        () -> {
          Kept latest = latest();
          RunState state = latest.state();
          Map<String, String> digests = latest.digests();
          forEachFile(
              latest.path(),
              engine,
              names,
              (name, file, group) ->
                  WeightFile.readWeights(file, group, Optional.ofNullable(digests.get(name))));
          return state;
        });
  }

  /** The process that trains replaces checkpoints: what has gone meanwhile has a successor. */
  private <T> T retrying(RunException.Reading<T> reading) throws IOException {
    List<Kept> before = list();
    while (true) {
      try {
        return RunException.reading(reading);
      } catch (RunException e) {
        List<Kept> now = list();
        if (now.equals(before)) {
          throw e;
        }
        before = now;
      }
    }
  }

  /** What is done with a weight group and its file. */
  private interface FileAction {
    void apply(String name, Path file, WeightGroup group) throws IOException;
  }

  private static void forEachFile(
      Path checkpoint, TrainingEngine engine, Set<String> names, FileAction action)
      throws IOException {
    action.apply(TRUNK, checkpoint.resolve(TRUNK + WEIGHTS), engine.trunk());
    for (String name : names) {
      action.apply(name, checkpoint.resolve(name + WEIGHTS), engine.network(name).own());
    }
  }

  /**
   * Writes a checkpoint; those before go.
   *
   * @param engine whose weights and optimiser state are written
   * @param state the run after its last epoch, whose number becomes the checkpoint's name
   * @throws IOException if it cannot be written; the one before stays
   */
  public void write(TrainingEngine engine, RunState state) throws IOException {
    write(engine, state, Map.of());
  }

  /**
   * Writes a checkpoint of a run whose weights have a momentum beside the optimiser's state; those
   * before go.
   *
   * @param engine whose weights and optimiser state are written
   * @param state the run after its last epoch, whose number becomes the checkpoint's name
   * @param outer values of a weight group in the order of its weights, by the dataset's name or
   *     {@link #TRUNK}
   * @throws IOException if it cannot be written; the one before stays
   */
  public void write(TrainingEngine engine, RunState state, Map<String, float[]> outer)
      throws IOException {
    Path target = folder.resolve(name(state.epochs()));
    Path draft = folder.resolve("." + target.getFileName() + ".part");
    deleteDrafts();
    Files.createDirectories(draft);
    try {
      JsonObjectBuilder digests = Json.createObjectBuilder();
      forEachFile(
          draft,
          engine,
          engine.networks().keySet(),
          (name, file, group) ->
              digests.add(
                  name, WeightFile.write(file, group, Optional.ofNullable(outer.get(name)))));
      AtomicFile.writeJson(
          draft.resolve(STATE),
          Json.createObjectBuilder(state.toJson()).add(DIGESTS, digests).build());
      AtomicFile.publish(draft, target);
    } finally {
      delete(draft);
    }
    for (Kept old : list()) {
      if (old.epoch() != state.epochs()) {
        delete(old.path());
      }
    }
  }

  private Kept latest() throws IOException {
    List<Kept> all = list();
    if (all.isEmpty()) {
      throw new IOException(folder + " has no checkpoint: no epoch of the run is done yet");
    }
    return all.get(all.size() - 1);
  }

  private List<Kept> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Kept::of)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparingInt(Kept::epoch))
          .toList();
    }
  }

  private static String name(int epoch) {
    return String.format(Locale.ROOT, "epoch-%05d", epoch);
  }

  /** Those of writes that were killed; the run's lock keeps other writers out. */
  private void deleteDrafts() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (DRAFT.matcher(file.getFileName().toString()).matches()) {
          delete(file);
        }
      }
    }
  }

  /** Deletes a checkpoint, its state first: a rest is none. What it did not write stays. */
  private static void delete(Path checkpoint) throws IOException {
    if (!Files.isDirectory(checkpoint, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.deleteIfExists(checkpoint.resolve(STATE));
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.toList()) {
        if (isOwn(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(file);
        }
      }
    }
    RunFolder.deleteIfEmpty(checkpoint);
  }

  private static boolean isOwn(Path file) {
    return OWN_FILE.matcher(file.getFileName().toString()).matches()
        || AtomicFile.isTemporary(file);
  }
}
