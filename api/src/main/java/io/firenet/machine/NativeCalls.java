package io.firenet.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Calls into ONNX Runtime that are in progress. At its end a process frees what the library's own
 * threads still use, and crashes if a call is under way; so the end stops the calls, waits for
 * them, and lets no other begin.
 */
public final class NativeCalls {

  /** Those of this process, which has one ONNX Runtime; all calls of all its users. */
  public static final NativeCalls OF_PROCESS = ofProcess();

  /** A call ends at its next operation; one that does not by then is not waited for. */
  private static final long PATIENCE_SECONDS = 30;

  private final Set<Call> inProgress = new HashSet<>();
  private boolean ending;

  NativeCalls() {}

  private static NativeCalls ofProcess() {
    NativeCalls calls = new NativeCalls();
    Thread hook = new Thread(calls::end, "firenet-native-calls");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) { // the process is ending already
      calls.end();
    }
    return calls;
  }

  /** A call that is in progress until this is closed. */
  public final class Call implements AutoCloseable {

    private final Runnable stop;

    private Call(Runnable stop) {
      this.stop = stop;
    }

    @Override
    public void close() {
      synchronized (NativeCalls.this) {
        inProgress.remove(this);
        NativeCalls.this.notifyAll();
      }
    }
  }

  /**
   * Announces a call that takes a moment.
   *
   * @return to be closed when the call has returned
   * @throws CancellationException if the process is ending
   */
  public Call begin() {
    return begin(() -> {});
  }

  /**
   * Announces a call.
   *
   * @param stop asks it to end soon; run in another thread, at most once, before the call is closed
   * @return to be closed when the call has returned
   * @throws CancellationException if the process is ending
   */
  public synchronized Call begin(Runnable stop) {
    if (ending) {
      throw new CancellationException("the process is ending");
    }
    Call call = new Call(stop);
    inProgress.add(call);
    return call;
  }

  /**
   * To be called when a call has failed: ONNX Runtime frees itself at the process's end without
   * asking, perhaps a moment before this hears of it.
   *
   * @throws CancellationException if the process is ending
   */
  public void checkNotEnding() {
    Thread none = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
    } catch (IllegalStateException e) {
      throw new CancellationException("the process is ending");
    }
  }

  /** Stops all calls and returns when they have ended, or have not for half a minute. */
  synchronized void end() {
    ending = true;
    List<Call> running = new ArrayList<>(inProgress);
    running.forEach(call -> call.stop.run());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (!inProgress.isEmpty() && deadline - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
