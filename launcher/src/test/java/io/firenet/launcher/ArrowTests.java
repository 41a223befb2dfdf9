package io.firenet.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may see whom. Dependencies between modules are checked by the poms; these are packages. */
class ArrowTests {

  private static final String[] API = {
    "io.firenet.volume..",
    "io.firenet.preprocess..",
    "io.firenet.network..",
    "io.firenet.dataset",
    "io.firenet.decoder",
    "io.firenet.model.."
  };
  private static final String[] PLUGINS = {"io.firenet.dataset.(*)..", "io.firenet.decoder.(*).."};
  private static final String[] JDK = {"java..", "org.jspecify.annotations"};

  private static JavaClasses all;

  @BeforeAll
  static void importClasses() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firenet");
    for (String one : new String[] {"core.fabric", "core.onnx", "dataset.phantom", "launcher"}) {
      assertTrue(all.containPackage("io.firenet." + one), one + " should be looked at");
    }
  }

  private static String[] and(String[] first, String... second) {
    String[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void theApiSeesOnlyItselfTheJdkAndJson() {
    classes()
        .that()
        .resideInAnyPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(and(API, JDK), "jakarta.json.."))
        .check(all);
  }

  @Test
  void pluginsSeeOnlyThemselvesTheApiAndTheJdk() {
    classes()
        .that()
        .resideInAnyPackage(PLUGINS)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(and(and(API, JDK), PLUGINS), "aQute.bnd.annotation.."))
        .check(all);
    slices()
        .matching("io.firenet.(dataset|decoder).(*)..")
        .should()
        .notDependOnEachOther()
        .check(all);
  }

  @Test
  void nobodySeesThePlugins() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PLUGINS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS)
        .check(all);
  }

  @Test
  void onlyTheTrainingEngineSeesNd4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.core.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
        .check(all);
  }

  @Test
  void onlyTheExporterSeesOnnxProtobuf() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.core.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..", "org.tribuo..")
        .check(all);
  }

  @Test
  void theRuntimeSeesOnlyTheApiAndOnnxRuntime() {
    classes()
        .that()
        .resideInAPackage("io.firenet.runtime..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(and(API, JDK), "io.firenet.runtime..", "ai.onnxruntime.."))
        .allowEmptyShould(true)
        .check(all);
  }

  @Test
  void coreSeesNeitherLauncherNorRuntime() {
    noClasses()
        .that()
        .resideInAPackage("io.firenet.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.firenet.launcher..", "io.firenet.runtime..")
        .check(all);
  }
}
