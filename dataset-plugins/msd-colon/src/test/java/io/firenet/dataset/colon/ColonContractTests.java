package io.firenet.dataset.colon;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

class ColonContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new ColonDataset();
  }
}
