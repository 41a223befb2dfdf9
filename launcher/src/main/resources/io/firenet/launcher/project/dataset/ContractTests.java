package org.example;

import io.firenet.dataset.DatasetProvider;
import io.firenet.testkit.DecathlonContractTests;

/** The contract of a dataset, tried on a small folder with the descriptor's channels and labels. */
class __CLASS__ContractTests extends DecathlonContractTests {

  @Override
  protected DatasetProvider provider() {
    return new __CLASS__();
  }
}
