package io.firenet.core.engine;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has each test compute with so many threads, and leaves as many as there were. */
public final class ThreadLimit implements BeforeEachCallback, AfterEachCallback {

  private final int threads;
  private int before;

  public ThreadLimit(int threads) {
    this.threads = threads;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = ComputeThreads.count();
    ComputeThreads.limit(threads);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ComputeThreads.limit(before);
  }
}
