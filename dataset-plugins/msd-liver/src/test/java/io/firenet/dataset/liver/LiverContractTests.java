package io.firenet.dataset.liver;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class LiverContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new LiverDataset();
  }
}
