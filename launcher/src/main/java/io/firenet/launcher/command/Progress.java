package io.firenet.launcher.command;

import io.firenet.core.data.ProgressListener;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal; nothing where the output goes to a file or another program. */
final class Progress implements ProgressListener, AutoCloseable {

  /** Set by the start script, since Java only tells from release 22 on. */
  private static final String TERMINAL_PROPERTY = "firenet.terminal";

  private final @Nullable ProgressBar bar;

  Progress(String task) {
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
      super(System.err);
    }

    @Override
    public void close() {
      System.err.flush();
    }
  }

  @Override
  public void caseDone(int done, int total, String caseId) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(caseId);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
