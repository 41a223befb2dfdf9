package io.firenet.core.training.run;

import io.firenet.core.data.Split;
import io.firenet.core.io.JsonFile;
import io.firenet.core.io.OutputException;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a run:
 *
 * <pre>
 * run.json                       settings, datasets, versions
 * splits/DATASET.json            which cases train and which validate, as nnU-Net writes it
 * checkpoints/epoch-00007/       the last epoch, see {@link Checkpoints}
 * progress.json, progress.csv    losses, scores and time of every epoch
 * progress.png                   the same as a picture, drawn by whoever listens to the training
 * results.md, results.json       what each dataset came to, written last of all: with those of its
 *                                last epoch a run is done
 * live.json                      where it is within an epoch, see {@link LiveStep}
 * log.txt                        what the command line has told of it, a line for each epoch
 * .lock                          which process works on it, while one does, see {@link RunLock}
 * </pre>
 */
public final class RunFolder {

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder for a new run; it is made when the first file is written.
   *
   * @param folder need not exist; what else lies there stays as it is
   * @return the folder, with nothing written yet
   * @throws OutputException if it holds a run already
   */
  public static RunFolder create(Path folder) throws OutputException {
    OutputException.writing(
        folder,
        () -> {
          if (Files.exists(folder.resolve("run.json"))) {
            throw new IOException(
                "it holds a run already; continue it with --resume or name another folder");
          }
        });
    return new RunFolder(folder);
  }

  /**
   * The folder of an existing run.
   *
   * @param folder has a {@code run.json}
   * @return the run's folder, of which nothing is read yet
   * @throws RunException if there is no run
   */
  public static RunFolder open(Path folder) throws RunException {
    if (!Files.isRegularFile(folder.resolve("run.json"))) {
      throw new RunException(
          folder
              + " is no run: it has no run.json; 'firenet train --out "
              + folder
              + "' makes one");
    }
    return new RunFolder(folder);
  }

  /**
   * The lock of whoever works on the run in a folder, see {@link RunLock}.
   *
   * @param folder of a run
   * @return the file, which is there only while somebody works on the run
   */
  public static Path lockFile(Path folder) {
    return folder.resolve(".lock");
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
   * The checkpoints.
   *
   * @return those that are there, and where new ones go
   */
  public Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"));
  }

  /**
   * What the run is.
   *
   * @return settings, datasets and software
   * @throws RunException if {@code run.json} is missing or damaged
   */
  public RunInfo info() throws RunException {
    return RunException.reading(() -> JsonFile.read(folder.resolve("run.json"), RunInfo::fromJson));
  }

  /**
   * Takes back a run that failed before its first step, so that it can be begun again: what was
   * written of it goes.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void discard() throws IOException {
    List<String> datasets = info().datasets().stream().map(RunInfo.Trained::name).toList();
    Files.delete(folder.resolve("run.json"));
    checkpoints().clear();
    Files.deleteIfExists(logFile());
    Files.deleteIfExists(liveFile());
    for (String dataset : datasets) {
      Files.deleteIfExists(splitFile(dataset));
    }
    deleteIfEmpty(folder.resolve("splits"));
  }

  /**
   * Removes the folder if nothing is in it.
   *
   * @param folder may be missing
   * @throws IOException if it is empty and cannot be deleted
   */
  public static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // there is something to keep
    }
  }

  /**
   * Writes {@code run.json}.
   *
   * @param info what the run is
   * @throws IOException if it cannot be written; what was there stays
   */
  public void writeInfo(RunInfo info) throws IOException {
    AtomicFile.writeJson(folder.resolve("run.json"), info.toJson());
  }

  /**
   * The split of a dataset.
   *
   * @param dataset its name in the run
   * @return which cases train and which validate
   * @throws RunException if it is missing or damaged
   */
  public Split split(String dataset) throws RunException {
    return RunException.reading(() -> Split.read(splitFile(dataset), 0));
  }

  /**
   * Writes which cases of a dataset train and which validate.
   *
   * @param dataset its name in the run
   * @param split the cases' ids
   * @throws IOException if it cannot be written; what was there stays
   */
  public void writeSplit(String dataset, Split split) throws IOException {
    split.write(splitFile(dataset));
  }

  /**
   * Writes {@code progress.json} and {@code progress.csv}.
   *
   * @param state the run after its last epoch
   * @throws IOException if one of them cannot be written; what was there of it stays
   */
  public void writeProgress(RunState state) throws IOException {
    AtomicFile.writeJson(folder.resolve("progress.json"), state.toJson());
    byte[] table = ProgressTable.of(state.history()).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("progress.csv"), out -> out.write(table));
  }

  /**
   * What each dataset came to; empty until the run has done its last epoch.
   *
   * @return scores by output and by case
   * @throws RunException if it cannot be read
   */
  public Optional<RunResults> results() throws RunException {
    Path file = folder.resolve("results.json");
    return Files.exists(file)
        ? Optional.of(RunException.reading(() -> JsonFile.read(file, RunResults::fromJson)))
        : Optional.empty();
  }

  /**
   * Whether the results are those of a state, which a run has once nothing of it is left to do.
   *
   * @param state the run's
   * @return false also if there are only those of an earlier end, from which the run has gone on
   * @throws RunException if they cannot be read
   */
  public boolean hasResults(RunState state) throws RunException {
    return results().map(found -> found.epoch() == state.epochs()).orElse(false);
  }

  /**
   * Not forced to the disk: a power cut may take it.
   *
   * @param live where the run is now
   * @throws IOException if it cannot be written
   */
  public void writeLive(LiveStep live) throws IOException {
    byte[] json = live.toJson().toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.writeUnsynced(liveFile(), out -> out.write(json));
  }

  private Path liveFile() {
    return folder.resolve("live.json");
  }

  /**
   * What has been told of it.
   *
   * @return a text file; missing until something has been told
   */
  public Path logFile() {
    return folder.resolve("log.txt");
  }

  /**
   * Writes {@code results.md} and then {@code results.json}.
   *
   * @param results what each dataset came to
   * @throws IOException if one of them cannot be written; what was there of it stays
   */
  public void writeResults(RunResults results) throws IOException {
    byte[] table =
        (results.toTable() + results.toDetails(Integer.MAX_VALUE)).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("results.md"), out -> out.write(table));
    AtomicFile.writeJson(folder.resolve("results.json"), results.toJson());
  }

  /**
   * Which cases of a dataset train and which validate, as a file.
   *
   * @param dataset its name in the run
   * @return a file as nnU-Net's {@code splits_final.json}
   */
  public Path splitFile(String dataset) {
    return folder.resolve("splits").resolve(dataset + ".json");
  }
}
