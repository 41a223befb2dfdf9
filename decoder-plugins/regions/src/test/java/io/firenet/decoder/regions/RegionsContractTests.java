package io.firenet.decoder.regions;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;

class RegionsContractTests extends DecoderContractTests {

  @Override
  protected DecoderProvider provider() {
    return new RegionsDecoder();
  }
}
