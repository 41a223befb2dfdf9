package io.firenet.testkit.proof;

import static io.firenet.testkit.proof.ToyBundle.IMPORTS;
import static io.firenet.testkit.proof.ToyBundle.NAME;
import static io.firenet.testkit.proof.ToyBundle.OFFERS;
import static io.firenet.testkit.proof.ToyBundle.imports;
import static io.firenet.testkit.proof.ToyBundle.offer;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that pass on a class path and are no good bundles. */
class BundleKitTests {

  private static final String TEST = "runsAsABundle";

  @TempDir Path temporary;

  private ToyBundle toy(Class<?> provider) throws IOException {
    return ToyBundle.of(DatasetProvider.class, provider, temporary.resolve("the classes"));
  }

  private static void assertFails(ToyBundle bundle, String message) throws IOException {
    KitRun.assertFails(DatasetKitTests.ToyContract.class, bundle, TEST, message);
  }

  @Test
  void aManifestWithoutNameIsNoBundle() throws IOException {
    assertFails(toy(ToyDataset.class).with(NAME, ""), "let bnd-maven-plugin write it before");
  }

  @Test
  void aLibraryThatIsNotInTheJarIsNamed() throws IOException {
    assertFails(
        toy(ToyDataset.class).with(IMPORTS, imports("[1,2)") + ",org.example.medical.io"),
        "nor the JDK offers: (osgi.wiring.package=org.example.medical.io); put the library into");
  }

  @Test
  void anotherVersionOfTheApiIsNamed() throws IOException {
    assertFails(
        toy(ToyDataset.class).with(IMPORTS, imports("[99,100)")),
        "(&(osgi.wiring.package=io.firenet.dataset)(version>=99.0.0)");
  }

  @Test
  void aBrokenManifestIsNamed() throws IOException {
    assertFails(toy(ToyDataset.class).with(IMPORTS, ";;"), "does not start as a bundle");
  }

  @Test
  void aProviderThatTheManifestDoesNotOfferIsNamed() throws IOException {
    String message = "annotate the class with @ServiceProvider(DatasetProvider.class)";
    assertFails(toy(ToyDataset.class).with(OFFERS, ""), message);
    assertFails(
        ToyBundle.of(DatasetProvider.class, ToyDataset.class, temporary.resolve("other"))
            .with(OFFERS, offer(DecoderProvider.class, ToyDataset.class)),
        message);
  }

  @Test
  void aClassThatTheHostCannotMakeIsNamed() throws IOException {
    assertFails(toy(FaultyDatasets.NotPublic.class), "must be public and have a public");
  }

  @Test
  void aConstructorThatNeedsATestLibraryIsNamed() throws IOException {
    assertFails(
        toy(FaultyDatasets.NeedsJUnit.class),
        "fails in a bundle, which sees the API, the JDK and its own jar:"
            + " java.lang.IllegalStateException: java.lang.ClassNotFoundException: org.junit");
  }

  @Test
  void aClassThatIsMissingWhenReadingIsNamed() throws IOException {
    assertFails(
        toy(FaultyDatasets.ReadsWithJUnit.class), "needs org/junit/jupiter/api/Assertions, which");
  }

  @Test
  void aCopyOfTheApiInTheJarIsNamed() throws IOException {
    ToyBundle bundle = toy(ToyDataset.class).copyPackageOf(DatasetProvider.class);
    assertFails(
        bundle.with(IMPORTS, "io.firenet.volume,io.firenet.network"), "own copy of the API's");
  }

  @Test
  void aTestWithoutAFrameworkSaysWhichToAdd() throws Exception {
    ToyBundle bundle = toy(ToyDataset.class);
    try (URLClassLoader classPath = bundle.classPathWithoutFramework()) {
      Class<?> tests = classPath.loadClass(DatasetKitTests.ToyContract.class.getName());
      Map<String, String> results =
          KitRun.of(selectMethod(tests, TEST), bundle.provider, classPath);
      KitRun.assertFails(results, TEST, "add org.apache.felix:org.apache.felix.framework");
    }
  }
}
