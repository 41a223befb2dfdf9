package io.firenet.core.report.training;

import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.ProgressTable;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of a run for TensorBoard: {@code tensorboard/events.out.tfevents.TIME.firenet}. Each
 * process that trains begins a file with all epochs so far, in place of the one before, and adds to
 * it. Names are those of {@link ProgressTable}.
 */
public final class TensorBoardEvents implements TrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardEvents.class);
  private static final String PREFIX = "events.out.tfevents.";
  private static final String SUFFIX = ".firenet";

  private final Path folder;
  private @Nullable Path file;
  private boolean failed;

  /**
   * @param run in whose folder it writes
   */
  public TensorBoardEvents(RunFolder run) {
    folder = run.path().resolve("tensorboard");
  }

  @Override
  public void epochDone(RunState state) {
    if (failed) {
      return;
    }
    try {
      write(state.history(), Instant.now());
    } catch (IOException e) {
      failed = true; // nobody's training ends for that
      LOG.warn("{}: TensorBoard's events cannot be written: {}", folder, e.getMessage());
    }
  }

  private void write(List<EpochRecord> epochs, Instant now) throws IOException {
    double end = now.toEpochMilli() / 1e3;
    if (file == null) {
      file = begin(now);
      double at = end - epochs.stream().mapToDouble(EpochRecord::seconds).sum();
      append(EventRecord.version(at));
      for (EpochRecord epoch : epochs) {
        at += epoch.seconds();
        append(EventRecord.scalars(at, epoch.epoch(), ProgressTable.figures(epoch)));
      }
      return;
    }
    EpochRecord last = epochs.get(epochs.size() - 1);
    append(EventRecord.scalars(end, last.epoch(), ProgressTable.figures(last)));
  }

  private Path begin(Instant now) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> before = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path one : before) {
        Files.delete(one);
      }
    }
    return folder.resolve(PREFIX + now.getEpochSecond() + SUFFIX);
  }

  private void append(byte[] record) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(record);
    }
  }
}
