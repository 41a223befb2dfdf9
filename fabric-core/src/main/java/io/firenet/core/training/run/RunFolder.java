package io.firenet.core.training.run;

import io.firenet.core.data.Split;
import io.firenet.core.io.AtomicFile;
import io.firenet.core.io.OutputException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a run:
 *
 * <pre>
 * run.json                       settings, datasets, versions
 * splits/DATASET.json            which cases train and which validate, as nnU-Net writes it
 * checkpoints/epoch-0007/        the last epoch and the best one, see {@link Checkpoints}
 * progress.json                  losses, scores and time of every epoch
 * progress.png                   the same as a picture, drawn by whoever listens to the training
 * results.md, results.json       what each dataset came to, written after the last epoch
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
   * @throws IOException if there is no run
   */
  public static RunFolder open(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("run.json"))) {
      throw new IOException(
          folder
              + " is no run: it has no run.json; 'firenet train --out "
              + folder
              + "' makes one");
    }
    return new RunFolder(folder);
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"));
  }

  /** What the run is. */
  public RunInfo info() throws IOException {
    Path file = folder.resolve("run.json");
    try {
      return RunInfo.fromJson(readJson(file));
    } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  public void writeInfo(RunInfo info) throws IOException {
    AtomicFile.writeJson(folder.resolve("run.json"), info.toJson());
  }

  /** The split of a dataset. */
  public Split split(String dataset) throws IOException {
    return Split.read(splitFile(dataset), 0);
  }

  public void writeSplit(String dataset, Split split) throws IOException {
    split.write(splitFile(dataset));
  }

  public void writeProgress(RunState state) throws IOException {
    AtomicFile.writeJson(folder.resolve("progress.json"), state.toJson());
  }

  public void writeResults(RunResults results) throws IOException {
    AtomicFile.writeJson(folder.resolve("results.json"), results.toJson());
    byte[] table = results.toTable().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("results.md"), out -> out.write(table));
  }

  public Path splitFile(String dataset) {
    return folder.resolve("splits").resolve(dataset + ".json");
  }

  public static JsonObject readJson(Path file) throws IOException {
    try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new IOException(file + " is no JSON: " + e.getMessage(), e);
    }
  }
}
