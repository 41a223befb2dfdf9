package io.firenet.launcher.process;

import io.firenet.core.plugin.Fence;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes an error of an exit that this program has not asked for: a plugin that calls {@link
 * System#exit} would otherwise end it with whatever code it likes, 0 included, in the middle of its
 * work. Signals end it as ever.
 */
public final class UnaskedExit {

  private final PrintStream err;
  private volatile boolean asked;

  private UnaskedExit(PrintStream err) {
    this.err = err;
  }

  /** Begins to watch; an error is written to the stream. */
  public static UnaskedExit watch(PrintStream err) {
    UnaskedExit watch = new UnaskedExit(err);
    Runtime.getRuntime().addShutdownHook(new Thread(watch::ending, "firenet-unasked-exit"));
    return watch;
  }

  /** Ends the program as asked for. */
  public void exit(int code) {
    asked = true;
    System.exit(code);
  }

  private void ending() {
    if (!asked) {
      culprit(Thread.getAllStackTraces())
          .ifPresent(
              who -> {
                err.println(
                    "firenet: error: %s calls System.exit; ask the plugin's author".formatted(who));
                err.flush();
                Runtime.getRuntime().halt(ExitCode.PLUGIN); // the exit code is settled otherwise
              });
    }
  }

  /** Who waits in an exit; nobody if a signal ends the program. */
  private static Optional<String> culprit(Map<Thread, StackTraceElement[]> threads) {
    for (Map.Entry<Thread, StackTraceElement[]> each : threads.entrySet()) {
      List<StackTraceElement> stack = List.of(each.getValue());
      if (stack.stream().anyMatch(UnaskedExit::isExit)) {
        // Past the exit itself, and reflection by which it may have been called.
        String method =
            stack.stream()
                .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
                .map(StackTraceElement::toString)
                .findFirst()
                .orElse(each.getKey().getName());
        String plugin = Fence.whatRunsIn(each.getKey());
        return Optional.of(plugin == null ? method : "%s (%s)".formatted(plugin, method));
      }
    }
    return Optional.empty();
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName())
        && frame.getMethodName().equals("exit");
  }
}
