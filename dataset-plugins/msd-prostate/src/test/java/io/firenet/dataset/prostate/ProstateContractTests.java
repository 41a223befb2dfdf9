package io.firenet.dataset.prostate;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class ProstateContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new ProstateDataset();
  }
}
