package io.firenet.decoder.segmentation;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;

class SegmentationContractTests extends DecoderContractTests {

  @Override
  protected DecoderProvider provider() {
    return new SegmentationDecoder();
  }
}
