package io.firenet.testkit;

import io.firenet.dataset.DatasetSource;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a dataset plugin that reads a folder in the Decathlon layout, tried on a folder
 * that {@link DecathlonFixture} writes: an author names the provider, nothing else.
 */
public abstract class DecathlonContractTests extends DatasetContractTests {

  @TempDir Path folder;

  @Override
  protected DatasetSource source() throws IOException {
    return DecathlonFixture.write(folder, provider().descriptor());
  }
}
