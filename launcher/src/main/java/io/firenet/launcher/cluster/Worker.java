package io.firenet.launcher.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The process that does a piece of work, as that sees it. */
public interface Worker {

  /** Where it is, for {@link Cluster#together}. */
  String place();

  /** How many cores are its. */
  int cores();

  /** The number of the GPU that the cluster has given this process, if it has given one. */
  OptionalInt gpu();

  /**
   * The device of this worker that a name means which the command was given: where that leaves open
   * which GPU, the one that the cluster has given.
   *
   * @param named {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   */
  default String device(String named) {
    boolean open = named.equals("auto") || named.equals("cuda");
    return open && gpu().isPresent() ? "cuda:" + gpu().getAsInt() : named;
  }

  /** The share of its machine that is this process's, above 0 to 1. */
  double shareOfMachine();

  /** The bytes that this process may still take beside the others of its machine. */
  long memoryBytes();

  /**
   * The bytes that a model and an image may take: four fifths of {@link #memoryBytes}; 0 for what
   * is usual where no other process shares the machine.
   */
  default long modelBytes() {
    return shareOfMachine() < 1 ? memoryBytes() / 5 * 4 : 0;
  }

  /** How many processes were lost while they did this piece of work. */
  int losses();

  /**
   * A folder that every worker must see.
   *
   * @throws IOException if this one does not; the message says what to do
   */
  default Path shared(String folder) throws IOException {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path)) {
      throw new IOException(
          "%s: the worker %s sees no such folder; it must lie on a file system that every machine has at this path"
              .formatted(folder, place()));
    }
    return path;
  }

  /** The copy of a file that was shipped. */
  Path file(String name);

  /** Files that are named by an address. */
  ClusterFiles files();

  /**
   * What the process keeps for later pieces of work: opened the first time, closed when another
   * thing is asked for under the same name, or with the process.
   *
   * @param name says what it is, for example {@code model}
   * @param version tells one from another
   */
  <R extends AutoCloseable> R keep(String name, String version, Opening<R> opening)
      throws Exception;

  /**
   * Opens what is kept.
   *
   * @param <R> what that is
   */
  interface Opening<R> {
    R open() throws Exception;
  }
}
