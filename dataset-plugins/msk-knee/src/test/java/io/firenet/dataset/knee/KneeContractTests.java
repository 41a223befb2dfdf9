package io.firenet.dataset.knee;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class KneeContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new KneeDataset();
  }
}
