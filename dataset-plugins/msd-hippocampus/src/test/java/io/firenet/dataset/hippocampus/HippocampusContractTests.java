package io.firenet.dataset.hippocampus;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class HippocampusContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new HippocampusDataset();
  }
}
