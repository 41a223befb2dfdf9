package io.firenet.launcher.cluster;

import java.io.Serializable;

/**
 * What a worker does for an item with an object that all workers have.
 *
 * @param <S> the object
 * @param <T> items
 * @param <R> results
 */
public interface SharedWork<S, T, R> extends Serializable {

  /** Does it, as the only work of its process at that time. */
  R run(S shared, T item, Worker worker) throws Exception;
}
