package io.firenet.launcher.stream;

import io.firenet.core.data.ProgressListener;
import io.firenet.file.ForeignText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar on the terminal. Where the output goes to a file or another program, a line now and then
 * for a single long task, else nothing.
 */
public final class Progress implements ProgressListener, AutoCloseable {

  /** Set by the start script, since Java only tells from release 22 on. */
  private static final String TERMINAL_PROPERTY = "firenet.terminal";

  private static final long NANOS_BETWEEN_LINES = 60_000_000_000L;

  /** Not {@link System#err}, which writes what moves the cursor as text. */
  private static final PrintStream TERMINAL =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardOutput.charset());

  private final String task;
  private final @Nullable ProgressBar bar;
  private long lastLine = System.nanoTime();

  public Progress(String task) {
    this.task = task;
    bar =
        !Boolean.getBoolean(TERMINAL_PROPERTY)
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .setConsumer(new ErasedBar())
                .build();
  }

  /** A cleared bar leaves its line to what is printed next, without the library's line break. */
  private static final class ErasedBar extends ConsoleProgressBarConsumer {
    ErasedBar() {
      super(TERMINAL);
    }

    @Override
    public void close() {
      TERMINAL.flush();
    }
  }

  @Override
  public void caseDone(int done, int total, String caseId) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(ForeignText.line(caseId, 60));
    }
  }

  /** Part of a single task is done, 0 to 1. */
  public void shareDone(double share) {
    int percent = (int) (100 * share);
    if (bar != null) {
      bar.maxHint(100);
      bar.stepTo(percent);
    } else if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      System.err.println("%s: %s %%".formatted(task, percent));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
