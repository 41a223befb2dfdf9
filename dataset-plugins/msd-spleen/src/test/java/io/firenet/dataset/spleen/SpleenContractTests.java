package io.firenet.dataset.spleen;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class SpleenContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new SpleenDataset();
  }
}
