package io.firenet.core.engine.onednn.operation;

import io.firenet.core.io.JsonFile;
import io.firenet.core.io.Processor;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.io.UserCache;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a {@link Tuning} that was measured here is kept for later runs. */
public final class TuningFile {

  private static final Logger LOG = LoggerFactory.getLogger(TuningFile.class);

  private TuningFile() {}

  /** One file for each number of threads. */
  static Path path(int threads) {
    return UserCache.folder().resolve("onednn-%s-threads.json".formatted(threads));
  }

  /** What was measured on this processor with so many threads, or else what is built in. */
  static Tuning read(int threads) {
    Path file = path(threads);
    if (!Files.exists(file)) {
      return Tuning.unmeasured(threads);
    }
    try {
      Tuning tuning = JsonFile.read(file, json -> RecordCodec.read(Tuning.class, json));
      if (tuning.machine().equals(Processor.name()) && tuning.threads() == threads) {
        return tuning;
      }
      LOG.info("{} was measured on {}; not used here", file, tuning.machine());
    } catch (IOException e) {
      LOG.warn("{}; not used, 'firenet bench tune' writes it anew", e.getMessage());
    }
    return Tuning.unmeasured(threads);
  }

  /**
   * Keeps it.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static Path write(Tuning tuning) throws IOException {
    Path file = path(tuning.threads());
    Files.createDirectories(file.getParent());
    AtomicFile.writeJson(file, RecordCodec.write(tuning));
    return file;
  }
}
