package io.firenet.dataset.prostatemr;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class ProstateMrContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new ProstateMrDataset();
  }
}
