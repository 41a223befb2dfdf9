package io.firenet.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.firenet.core.onnx.OnnxSession;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may see whom. Dependencies between modules are checked by the poms; these are packages. */
class ArrowTests {

  private static final String[] API = ProjectClasses.API;
  private static final String[] PLUGINS = ProjectClasses.PLUGINS;
  private static final String[] JDK = {"java..", "org.jspecify.annotations"};

  private final JavaClasses all = ProjectClasses.all();

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
        .resideInAnyPackage(
            and(
                and(API, JDK),
                "jakarta.json..",
                "com.sun.management")) // the JDK's, for the machine's free memory
        .check(all);
  }

  /** Else what is said of plugins below would not be said of all. */
  @Test
  void everyPluginOfThisBuildIsLookedAt() throws IOException {
    Set<String> modules = new TreeSet<>();
    for (String group : List.of("dataset-plugins", "decoder-plugins")) {
      try (Stream<Path> folders = Files.list(Path.of("..", group))) {
        folders
            .filter(folder -> Files.exists(folder.resolve("pom.xml")))
            .forEach(folder -> modules.add(folder.getFileName().toString()));
      }
    }
    Set<String> seen = new TreeSet<>();
    for (ServiceLoader.Provider<DatasetProvider> each : providers(DatasetProvider.class)) {
      assertTrue(all.contain(each.type()), each.type() + " should be looked at");
      seen.add(each.get().descriptor().name());
    }
    for (ServiceLoader.Provider<DecoderProvider> each : providers(DecoderProvider.class)) {
      assertTrue(all.contain(each.type()), each.type() + " should be looked at");
      seen.add(each.get().name());
    }
    assertTrue(modules.size() >= 17, modules::toString);
    assertEquals(modules, seen, "each plugin's module should be named in the launcher's pom");
  }

  private static <T> List<ServiceLoader.Provider<T>> providers(Class<T> service) {
    return ServiceLoader.load(service).stream().toList();
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
  void onlyOneRoomSeesTheGraphsOfDeeplearning4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.core.engine.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..")
        .check(all);
  }

  @Test
  void noKernelLibrarySeesAnother() {
    slices()
        .matching("io.firenet.core.engine.(onednn|plain)..")
        .should()
        .notDependOnEachOther()
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.core.engine.onednn..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.dnnl..")
        .check(all);
  }

  @Test
  void onlyTheTrainingEngineSeesNd4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.core.engine..")
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

  /** At its end the process would otherwise free what a pass still uses. */
  @Test
  void passesOfOnnxRuntimeAreRunOnlyWhereTheEndOfTheProcessWaitsForThem() {
    noClasses()
        .that(
            not(
                belongToAnyOf(OnnxSession.class)
                    .or(simpleName("OnnxModel"))
                    .or(simpleName("OnnxNetwork"))))
        .should()
        .callMethodWhere(target(owner(assignableTo(OrtSession.class))).and(target(name("run"))))
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(OrtEnvironment.class))).and(target(name("createSession"))))
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

  /** Of the core it needs what folders hold, the metrics and the colours. */
  @Test
  void theServerSeesTheApiTheRuntimeAndWhatFoldersHold() {
    assertTrue(all.containPackage("io.firenet.server"), "the server should be looked at");
    classes()
        .that()
        .resideInAPackage("io.firenet.server..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            and(
                and(API, JDK),
                "jakarta.json..",
                "io.firenet.server..",
                "io.firenet.runtime",
                "io.firenet.core.training.run",
                "io.firenet.core.experiment",
                "io.firenet.core.evaluation",
                "io.firenet.core.picture",
                "io.javalin..",
                "org.eclipse.jetty..",
                "jakarta.servlet..",
                "kotlin..",
                "org.slf4j..",
                "com.sun.management"))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(all);
    RoomTests.packagesHaveNoCircle(all, "io.firenet.server.(**)");
  }

  /** Its module, which is built after this one, is looked at there. */
  @Test
  void nobodyHereSeesSpark() {
    noClasses()
        .that()
        .resideInAPackage("io.firenet..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..", "org.apache.hadoop..", "scala..", "io.firenet.spark..")
        .check(all);
    classes()
        .that()
        .resideInAPackage("io.firenet.launcher.cluster..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(JDK, "io.firenet.launcher.cluster.."))
        .check(all);
  }

  @Test
  void coreSeesNeitherLauncherNorRuntime() {
    noClasses()
        .that()
        .resideInAPackage("io.firenet.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.firenet.launcher..", "io.firenet.runtime..", "io.firenet.server..")
        .check(all);
  }

  /** Formats beside the API's own are found by ServiceLoader alone. */
  @Test
  void nobodySeesAFormatThatIsAModule() {
    String[] modules = {"io.firenet.format.nrrd..", "io.firenet.format.dicom.."};
    for (String module : modules) {
      assertTrue(all.containPackage(module.replace("..", "")), module + " should be looked at");
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(modules)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(modules)
        .check(all);
    classes()
        .that()
        .resideInAPackage("io.firenet.format.nrrd..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(and(API, JDK), "io.firenet.format.nrrd.."))
        .check(all);
    classes()
        .that()
        .resideInAPackage("io.firenet.format.dicom..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            and(
                and(API, JDK),
                "io.firenet.format.dicom..",
                "javax.imageio..",
                "com.twelvemonkeys..",
                "com.github.jaiimageio.."))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.firenet.format.dicom.pixel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.twelvemonkeys..", "com.github.jaiimageio..")
        .check(all);
    slices().matching("io.firenet.format.dicom.(*)..").should().beFreeOfCycles().check(all);
  }
}
