package io.firenet.dataset.shoulder;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class ShoulderContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new ShoulderDataset();
  }
}
