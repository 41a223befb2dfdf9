package io.firenet.core.data;

/** Told whenever one more case is done; never called by two threads at once. */
@FunctionalInterface
public interface ProgressListener {

  /** A listener that ignores what it is told. */
  ProgressListener NONE = (done, total, caseId) -> {};

  /**
   * One more case is done.
   *
   * @param done number of cases done so far, from 1
   * @param total number of all cases
   * @param caseId the case just done
   */
  void caseDone(int done, int total, String caseId);
}
