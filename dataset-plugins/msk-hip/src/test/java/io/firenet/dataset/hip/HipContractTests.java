package io.firenet.dataset.hip;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class HipContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new HipDataset();
  }
}
