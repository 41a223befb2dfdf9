package io.firenet.runtime;

import io.firenet.machine.NativeCalls;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts ONNX Runtime's objects outside Java's heap, so that a test can see that each one is freed.
 * Its environment is not among them: a process has one, which lives as long as the process.
 */
final class NativeObjects {

  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger inUse = new AtomicInteger();

  /** An object that counts as used until it is closed. */
  final class Owned<T extends AutoCloseable> implements AutoCloseable {

    private final T object;

    private Owned(T object) {
      this.object = object;
      created.incrementAndGet();
      inUse.incrementAndGet();
    }

    T get() {
      return object;
    }

    /**
     * Frees the object; to be called once.
     *
     * @throws IllegalStateException if ONNX Runtime cannot free it
     */
    @Override
    public void close() {
      try (var freeing = NativeCalls.OF_PROCESS.begin()) {
        object.close();
        inUse.decrementAndGet();
      } catch (CancellationException e) {
        // The process is ending and with it all that it holds.
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("ONNX Runtime cannot free memory: " + e.getMessage(), e);
      }
    }
  }

  <T extends AutoCloseable> Owned<T> own(T object) {
    return new Owned<>(object);
  }

  /** All objects there have been. */
  int created() {
    return created.get();
  }

  /** Those that are not yet freed. */
  int inUse() {
    return inUse.get();
  }
}
