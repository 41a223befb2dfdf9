package io.firenet.dataset.pancreas;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class PancreasContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new PancreasDataset();
  }
}
