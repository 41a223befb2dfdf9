package io.firenet.dataset.braintumour;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class BrainTumourContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new BrainTumourDataset();
  }
}
