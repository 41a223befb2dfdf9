package io.firenet.core.engine.onednn;

import io.firenet.core.engine.ComputeThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same with nodes side by side, and gradients of weights behind the backward pass. */
class TwoThreadsContractTests extends OneDnnContractTests {

  private int before;

  @BeforeEach
  void useTwoThreads() {
    before = new Team().size();
    ComputeThreads.limit(2);
  }

  @AfterEach
  void useAsManyAsBefore() {
    ComputeThreads.limit(before);
  }
}
