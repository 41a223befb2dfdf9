package io.firenet.layout;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import io.firenet.testkit.DatasetContractTests;
import io.firenet.testkit.DecathlonFixture;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A dataset without a class keeps the contract of one with a class, in every layout. */
class DeclaredDatasetContractTests {

  private static final DatasetDescriptor ORGANS =
      DatasetDescriptor.builder("organs")
          .title("Organs")
          .channels("ct", "pet")
          .labels("background", "liver", "spleen")
          .licence("CC0")
          .citation("nobody")
          .build();

  /** Puts a bundle that is nothing but a declaration on the class path. */
  private abstract static class Declared extends DatasetContractTests {

    @TempDir Path bundle;
    @TempDir Path images;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader classPath;
    private DeclaredDataset dataset;

    abstract Optional<String> layout();

    @BeforeEach
    void declare() throws IOException {
      dataset = new DeclaredDataset(ORGANS, layout());
      Path file = bundle.resolve(DeclaredDataset.RESOURCE);
      Files.createDirectories(file.getParent());
      Files.writeString(file, dataset.toJson().toString());
      Files.writeString(
          bundle.resolve("META-INF/MANIFEST.MF"),
          "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: organs\n");
      classPath = new URLClassLoader(new URL[] {bundle.toUri().toURL()}, before);
      Thread.currentThread().setContextClassLoader(classPath);
    }

    @AfterEach
    void takeBack() throws IOException {
      Thread.currentThread().setContextClassLoader(before);
      classPath.close();
    }

    @Override
    protected DatasetProvider provider() {
      return dataset;
    }
  }

  @Nested
  class Decathlon extends Declared {
    @Override
    Optional<String> layout() {
      return Optional.empty();
    }

    @Override
    protected DatasetSource source() throws IOException {
      return DecathlonFixture.write(images, ORGANS);
    }
  }

  @Nested
  class Nnunet extends Declared {
    @Override
    Optional<String> layout() {
      return Optional.of("nnunet");
    }

    @Override
    protected DatasetSource source() throws IOException {
      return LayoutFixtures.nnunet(images.resolve("raw"), ORGANS);
    }
  }

  @Nested
  class TotalSegmentator extends Declared {
    @Override
    Optional<String> layout() {
      return Optional.empty();
    }

    @Override
    protected DatasetSource source() throws IOException {
      return LayoutFixtures.totalSegmentator(images.resolve("cases"), ORGANS);
    }
  }
}
