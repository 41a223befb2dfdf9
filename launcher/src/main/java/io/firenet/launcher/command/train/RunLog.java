package io.firenet.launcher.command.train;

import io.firenet.core.io.OutputException;
import io.firenet.core.training.run.RunFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Text for the user that also goes into the log of a run, after what is there. */
public final class RunLog extends Writer {

  private final PrintWriter user;
  private final BufferedWriter log;
  private final PrintWriter both = new PrintWriter(this);

  private RunLog(PrintWriter user, BufferedWriter log) {
    this.user = user;
    this.log = log;
  }

  /**
   * A writer to both; closing it leaves the user's open.
   *
   * @throws OutputException if the log cannot be written
   */
  public static PrintWriter beside(PrintWriter user, RunFolder run) throws OutputException {
    return open(user, run).writer();
  }

  /** As {@link #beside}, for lines that go into the log alone as well. */
  static RunLog open(PrintWriter user, RunFolder run) throws OutputException {
    List<BufferedWriter> opened = new ArrayList<>();
    OutputException.writing(
        run.logFile(),
        () ->
            opened.add(
                Files.newBufferedWriter(
                    run.logFile(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
    return new RunLog(user, opened.get(0));
  }

  /** Writes to both. */
  PrintWriter writer() {
    return both;
  }

  /**
   * A line for the log alone.
   *
   * @throws UncheckedIOException if the log cannot be written
   */
  void line(String text) {
    try {
      log.write(text + System.lineSeparator());
      log.flush(); // a run that is killed has told so far
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    user.write(text, from, count);
    log.write(text, from, count);
  }

  @Override
  public void flush() throws IOException {
    user.flush();
    log.flush();
  }

  @Override
  public void close() throws IOException {
    user.flush();
    log.close();
  }
}
