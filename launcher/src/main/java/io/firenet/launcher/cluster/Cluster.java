package io.firenet.launcher.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;

/**
 * Workers, each a process that does one piece of work at a time with all of its cores. A piece
 * whose worker is lost is done again by another, so it must come to the same when it is done twice.
 * What a piece of work throws is thrown here and not tried again. When this process is told to end,
 * all work is given up with an {@link InterruptedException}.
 */
public interface Cluster extends AutoCloseable {

  /** How many workers there are. */
  int workers();

  /** Files that are named by an address, such as {@code hdfs://…}. */
  ClusterFiles files();

  /**
   * Gives every worker a copy of files, see {@link Worker#file}.
   *
   * @return the names by which workers find them, each once
   * @throws IOException if one cannot be read
   */
  List<String> ship(List<Path> files) throws IOException;

  /**
   * Does a piece of work for each of some items, in any order.
   *
   * @param results told of each result, in the order in which they come, by one thread at a time
   */
  <T extends Serializable, R extends Serializable> void each(
      List<T> items, ClusterWork<T, R> work, Results<R> results)
      throws IOException, InterruptedException;

  /** Has one piece of work done beside others. */
  <T extends Serializable, R extends Serializable> CompletableFuture<R> submit(
      T item, ClusterWork<T, R> work);

  /**
   * Does a piece of work for each of some items at the same time, all with the same large object,
   * and brings the results together on the way back.
   *
   * @param shared is brought to every worker once
   * @param places where each item had best be done, {@link Worker#place}; empty if anywhere
   * @param together of two results; in any order
   */
  <S extends Serializable, T extends Serializable, R extends Serializable> R together(
      S shared, List<T> items, List<String> places, SharedWork<S, T, R> work, Together<R> together)
      throws IOException, InterruptedException;

  /**
   * Brings two results together.
   *
   * @param <R> results
   */
  interface Together<R> extends BinaryOperator<R>, Serializable {}

  /**
   * Told of results.
   *
   * @param <R> results
   */
  interface Results<R> {

    /**
     * One more result.
     *
     * @param item the number of its item
     */
    void add(int item, R result);
  }

  /**
   * Writes a table as a Parquet file.
   *
   * @param file of this process, replaced if it is there
   */
  void writeParquet(ClusterTable table, Path file) throws IOException;

  /** The workers in words. */
  @Override
  String toString();

  /** Lets the workers go. */
  @Override
  void close();
}
