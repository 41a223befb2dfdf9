package io.firenet.dataset.heart;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class HeartContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new HeartDataset();
  }
}
