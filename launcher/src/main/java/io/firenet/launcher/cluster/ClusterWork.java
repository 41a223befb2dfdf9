package io.firenet.launcher.cluster;

import java.io.Serializable;

/**
 * What a worker does for an item.
 *
 * @param <T> items
 * @param <R> results
 */
public interface ClusterWork<T, R> extends Serializable {

  /** Does it, as the only work of its process at that time. */
  R run(T item, Worker worker) throws Exception;
}
