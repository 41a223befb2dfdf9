package io.firenet.core.engine.onednn;

import io.firenet.core.engine.ThreadLimit;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same with nodes side by side, and gradients of weights behind the backward pass. */
class TwoThreadsContractTests extends OneDnnContractTests {

  @RegisterExtension final ThreadLimit threads = new ThreadLimit(2);
}
