package io.firenet.core.engine.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Computes;
import io.firenet.core.engine.KernelLibraryContractTests;
import io.firenet.core.engine.onednn.operation.OneDnn;

class OneDnnContractTests extends KernelLibraryContractTests {

  @Override
  protected Compute compute() {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    return Computes.ONEDNN;
  }
}
