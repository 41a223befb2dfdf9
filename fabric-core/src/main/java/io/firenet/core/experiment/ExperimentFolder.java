package io.firenet.core.experiment;

import io.firenet.core.data.Folds;
import io.firenet.core.io.JsonFile;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.LockHolder;
import io.firenet.core.training.run.RunException;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunLock;
import io.firenet.core.training.run.RunState;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an experiment:
 *
 * <pre>
 * experiment.json              settings, datasets, the list of runs
 * splits/DATASET.json          every fold, as nnU-Net's splits_final.json
 * runs/RUN/                    a run as 'firenet train' makes it, see {@link RunFolder}, and
 * runs/RUN/models/DATASET.onnx the exported models
 * runs/RUN/predictions/DATASET/CASE.nii.gz what they made of the validation cases
 * runs/RUN/evaluation/DATASET.json its figures, as nnU-Net's summary.json
 * runs/RUN/examples/*.png      pictures of the worst and the median case
 * runs/RUN/outcome.json        what it came to; a run that has it is done
 * runs/RUN/failure.json        how its last attempt ended, if with an error
 * runs/RUN/.lock               who works on it, see {@link RunLock}
 * </pre>
 */
public final class ExperimentFolder {

  /**
   * How an attempt at a run ended.
   *
   * @param message what went wrong, in one line
   * @param at when, ISO 8601, UTC
   */
  public record Failure(String message, String at) {}

  private final Path folder;

  private ExperimentFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Whether a folder holds an experiment.
   *
   * @param folder need not exist
   * @return whether it has an {@code experiment.json}
   */
  public static boolean exists(Path folder) {
    return Files.isRegularFile(folder.resolve("experiment.json"));
  }

  /**
   * The folder of an existing experiment.
   *
   * @param folder has an {@code experiment.json}
   * @return the experiment's folder, of which nothing is read yet
   * @throws RunException if there is none
   */
  public static ExperimentFolder open(Path folder) throws RunException {
    if (!exists(folder)) {
      throw new RunException(
          folder
              + " is no experiment: it has no experiment.json; 'firenet experiment' and 'firenet"
              + " crossval' make one");
    }
    return new ExperimentFolder(folder);
  }

  /**
   * Writes a new experiment.
   *
   * @param splits the folds of each dataset, by its name
   * @throws IOException if it cannot be written
   */
  static ExperimentFolder create(Path folder, Experiment experiment, Map<String, Folds> splits)
      throws IOException {
    ExperimentFolder created = new ExperimentFolder(folder);
    for (Map.Entry<String, Folds> split : splits.entrySet()) {
      split.getValue().write(created.splitFile(split.getKey()));
    }
    // last: what has it is an experiment
    AtomicFile.writeJson(folder.resolve("experiment.json"), RecordCodec.write(experiment));
    return created;
  }

  /**
   * Where it is.
   *
   * @return as it was named
   */
  public Path path() {
    return folder;
  }

  /**
   * What it is.
   *
   * @return its datasets and runs
   * @throws IOException if {@code experiment.json} is missing or damaged
   */
  public Experiment experiment() throws IOException {
    return read(Experiment.class, folder.resolve("experiment.json"));
  }

  /**
   * The folds of a dataset.
   *
   * @param dataset its name in the experiment
   * @return the split of each fold
   * @throws IOException if its file is missing or damaged
   */
  public Folds splits(String dataset) throws IOException {
    return RunException.reading(() -> Folds.read(splitFile(dataset)));
  }

  /**
   * The folds of every dataset, by name, in the experiment's order.
   *
   * @return the split of each fold, by the dataset's name
   * @throws IOException if a file is missing or damaged
   */
  public Map<String, Folds> splits() throws IOException {
    Map<String, Folds> splits = new LinkedHashMap<>();
    for (ExperimentDataset dataset : experiment().datasets()) {
      splits.put(dataset.name(), splits(dataset.name()));
    }
    return splits;
  }

  /**
   * The folder of a run, which need not be there yet.
   *
   * @param id of a run of the experiment
   * @return a folder as {@link RunFolder} has it
   */
  public Path run(String id) {
    return folder.resolve("runs").resolve(id);
  }

  /**
   * What a run came to; empty if it is not done.
   *
   * @param id of a run of the experiment
   * @return scores, times and the model
   * @throws IOException if its file is there and damaged
   */
  public Optional<RunOutcome> outcome(String id) throws IOException {
    Path file = outcomeFile(id);
    return Files.isRegularFile(file) ? Optional.of(read(RunOutcome.class, file)) : Optional.empty();
  }

  /**
   * What the runs that are done came to, in the experiment's order.
   *
   * @return one for each run that is done
   * @throws IOException if a file is damaged
   */
  public List<RunOutcome> outcomes() throws IOException {
    List<RunOutcome> outcomes = new ArrayList<>();
    for (ExperimentRun run : experiment().runs()) {
      outcome(run.id()).ifPresent(outcomes::add);
    }
    return outcomes;
  }

  /**
   * How far every run is, in the experiment's order.
   *
   * @return one for each run
   * @throws IOException if a file is damaged
   */
  public List<RunStatus> status() throws IOException {
    List<RunStatus> all = new ArrayList<>();
    Experiment experiment = experiment();
    for (ExperimentRun run : experiment.runs()) {
      all.add(status(experiment, run));
    }
    return all;
  }

  private RunStatus status(Experiment experiment, ExperimentRun run) throws IOException {
    RunState progress = RunState.START;
    boolean begun = Files.isRegularFile(run(run.id()).resolve("run.json"));
    if (begun) {
      progress = RunFolder.open(run(run.id())).checkpoints().latestState().orElse(RunState.START);
    }
    Optional<LockHolder> holder = RunLock.holder(lockFile(run.id()));
    Optional<Failure> failure = failure(run.id());
    RunStatus.State state;
    String detail = "";
    if (isDone(run.id())) {
      state = RunStatus.State.DONE;
    } else if (holder.isPresent() && holder.get().staleness().isEmpty()) {
      state = RunStatus.State.RUNNING;
      detail = holder.get().toString();
    } else if (failure.isPresent()) {
      state = RunStatus.State.FAILED;
      detail = failure.get().message();
    } else {
      state = begun ? RunStatus.State.INTERRUPTED : RunStatus.State.PLANNED;
    }
    double score =
        progress.history().isEmpty()
            ? Double.NaN
            : progress.history().get(progress.epochs() - 1).meanScore();
    return new RunStatus(
        run, state, progress.epochs(), experiment.settings().training().epochs(), score, detail);
  }

  boolean isDone(String id) {
    return Files.isRegularFile(outcomeFile(id));
  }

  void writeOutcome(RunOutcome outcome) throws IOException {
    AtomicFile.writeJson(outcomeFile(outcome.run().id()), RecordCodec.write(outcome));
    Files.deleteIfExists(failureFile(outcome.run().id()));
  }

  /** How the last attempt at a run ended, if with an error. */
  Optional<Failure> failure(String id) throws IOException {
    Path file = failureFile(id);
    return Files.isRegularFile(file) ? Optional.of(read(Failure.class, file)) : Optional.empty();
  }

  void writeFailure(String id, Failure failure) throws IOException {
    AtomicFile.writeJson(failureFile(id), RecordCodec.write(failure));
  }

  Path lockFile(String id) {
    return RunFolder.lockFile(run(id));
  }

  private Path splitFile(String dataset) {
    return folder.resolve("splits").resolve(dataset + ".json");
  }

  private Path outcomeFile(String id) {
    return run(id).resolve("outcome.json");
  }

  private Path failureFile(String id) {
    return run(id).resolve("failure.json");
  }

  static <R extends Record> R read(Class<R> type, Path file) throws IOException {
    return RunException.reading(() -> JsonFile.read(file, json -> RecordCodec.read(type, json)));
  }
}
