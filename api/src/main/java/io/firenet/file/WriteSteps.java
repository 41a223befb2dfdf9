package io.firenet.file;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Is told of each step of {@link AtomicFile}. The program has none; tests of what an interrupted
 * write leaves bring one along, found by {@link ServiceLoader}, and end the process at a step.
 */
public interface WriteSteps {

  /** What has just happened. */
  enum Step {
    /** An empty temporary file is there. */
    CREATED,
    /** A part of the content is in it. */
    BEGUN,
    /** All of it is; it has not got its name yet. */
    WRITTEN,
    /** It has its name. */
    RENAMED
  }

  /**
   * Called by the thread that writes.
   *
   * @param step what has just been done
   * @param target the file that will have the content, not the temporary one
   */
  void at(Step step, Path target);

  /**
   * Tells those that there are.
   *
   * @param step what has just been done
   * @param target the file that will have the content, not the temporary one
   */
  static void tell(Step step, Path target) {
    for (WriteSteps each : Loaded.ALL) {
      each.at(step, target);
    }
  }

  /** Those on the class path. */
  final class Loaded {

    private static final List<WriteSteps> ALL =
        ServiceLoader.load(WriteSteps.class, WriteSteps.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Loaded() {}
  }
}
