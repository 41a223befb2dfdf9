package org.example;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;

/** The contract of a head. */
class __CLASS__ContractTests extends DecoderContractTests {

  @Override
  protected DecoderProvider provider() {
    return new __CLASS__();
  }
}
