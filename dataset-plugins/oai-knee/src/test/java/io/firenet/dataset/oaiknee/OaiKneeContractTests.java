package io.firenet.dataset.oaiknee;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class OaiKneeContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new OaiKneeDataset();
  }
}
