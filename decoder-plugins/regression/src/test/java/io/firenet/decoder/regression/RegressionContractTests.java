package io.firenet.decoder.regression;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;

class RegressionContractTests extends DecoderContractTests {

  @Override
  protected DecoderProvider provider() {
    return new RegressionDecoder();
  }
}
