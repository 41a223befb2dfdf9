package io.firenet.dataset.phantom;

import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.testkit.DatasetContractTests;
import java.util.Map;
import java.util.Optional;

class PhantomSparseContractTests extends DatasetContractTests {

  @Override
  protected DatasetProvider provider() {
    return new PhantomDataset();
  }

  @Override
  protected DatasetSource source() {
    return new DatasetSource(Optional.empty(), Map.of("labelled", "5", "cases", "3", "size", "24"));
  }
}
