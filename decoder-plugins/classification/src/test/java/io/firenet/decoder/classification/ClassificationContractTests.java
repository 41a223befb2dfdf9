package io.firenet.decoder.classification;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;

class ClassificationContractTests extends DecoderContractTests {

  @Override
  protected DecoderProvider provider() {
    return new ClassificationDecoder();
  }
}
