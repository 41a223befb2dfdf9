package io.firenet.core.training.run;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checkpoints of a run, one folder each: {@code trunk.safetensors} (shared weights), {@code
 * DATASET.safetensors} (its stem and decoder), {@code state.json}. A checkpoint is written under
 * another name and renamed when complete, so one that is there is whole. The last and the best
 * stay. A run that began with another's weights has one of epoch 0 until its first epoch is done.
 */
public final class Checkpoints {

  private static final String PREFIX = "epoch-";

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Which checkpoint of a run. */
  public enum Choice {
    /** The last epoch's. */
    LATEST,
    /** That of the best {@link EpochRecord#meanScore}. */
    BEST
  }

  /** The state in the last checkpoint, if there is any. */
  public Optional<RunState> latestState() throws IOException {
    List<Path> all = list();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RunState.fromJson(RunFolder.readJson(all.get(all.size() - 1).resolve("state.json"))));
  }

  /**
   * The state in a checkpoint.
   *
   * @throws IOException if there is none or it cannot be read
   */
  public RunState state(Choice choice) throws IOException {
    return RunState.fromJson(RunFolder.readJson(find(choice).resolve("state.json")));
  }

  /** Removes what a run left that never came to be. */
  public void clear() throws IOException {
    delete(folder);
  }

  /** Reads weights and optimiser state of the last checkpoint. */
  public void resume(TrainingEngine engine) throws IOException {
    forEachFile(find(Choice.LATEST), engine, engine.networks().keySet(), WeightFile::read);
  }

  /**
   * Reads the weights that an engine's heads need.
   *
   * @return the state when they were written
   * @throws IOException if there is no such checkpoint or it does not fit the engine
   */
  public RunState readWeights(TrainingEngine engine, Choice choice) throws IOException {
    return readWeights(engine, choice, engine.networks().keySet());
  }

  /**
   * Reads the weights of the trunk and of some heads, which is how another run begins with them.
   *
   * @return the state when they were written
   * @throws IOException if there is no such checkpoint or it does not fit the engine
   */
  public RunState readWeights(TrainingEngine engine, Choice choice, Set<String> heads)
      throws IOException {
    Path chosen = find(choice);
    forEachFile(chosen, engine, heads, WeightFile::readWeights);
    return RunState.fromJson(RunFolder.readJson(chosen.resolve("state.json")));
  }

  /** What is done with a weight group and its file. */
  private interface FileAction {
    void apply(Path file, WeightGroup group) throws IOException;
  }

  private static void forEachFile(
      Path checkpoint, TrainingEngine engine, Set<String> heads, FileAction action)
      throws IOException {
    action.apply(checkpoint.resolve("trunk.safetensors"), engine.trunk());
    for (String head : heads) {
      action.apply(checkpoint.resolve(head + ".safetensors"), engine.network(head).own());
    }
  }

  public void write(TrainingEngine engine, RunState state) throws IOException {
    Path target = folder.resolve(name(state.epochs()));
    Path draft = folder.resolve("." + target.getFileName() + ".part");
    delete(draft);
    Files.createDirectories(draft);
    try {
      forEachFile(draft, engine, engine.networks().keySet(), WeightFile::write);
      AtomicFile.writeJson(draft.resolve("state.json"), state.toJson());
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(draft);
    }
    for (Path old : list()) {
      boolean best =
          state.bestEpoch() > 0 && old.getFileName().toString().equals(name(state.bestEpoch()));
      if (!best && !old.equals(target)) {
        delete(old);
      }
    }
  }

  private Path find(Choice choice) throws IOException {
    List<Path> all = list();
    if (all.isEmpty()) {
      throw new IOException(folder + " has no checkpoint: no epoch of the run is done yet");
    }
    Path latest = all.get(all.size() - 1);
    if (choice == Choice.LATEST) {
      return latest;
    }
    RunState state = RunState.fromJson(RunFolder.readJson(latest.resolve("state.json")));
    Path best = folder.resolve(name(state.bestEpoch()));
    return Files.isDirectory(best) ? best : latest;
  }

  private List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  private static String name(int epoch) {
    return PREFIX + "%05d".formatted(epoch);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
