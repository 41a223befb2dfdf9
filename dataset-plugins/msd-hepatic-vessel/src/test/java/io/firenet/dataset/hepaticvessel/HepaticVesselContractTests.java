package io.firenet.dataset.hepaticvessel;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class HepaticVesselContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new HepaticVesselDataset();
  }
}
