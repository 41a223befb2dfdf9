package io.firenet.dataset.lung;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class LungContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new LungDataset();
  }
}
