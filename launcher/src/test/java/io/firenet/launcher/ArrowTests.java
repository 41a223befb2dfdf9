package io.firenet.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.firenet.core.io.planted.PlantedArrow;
import io.firenet.core.onnx.OnnxSession;
import io.firenet.core.report.planted.Upstairs;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may see whom. Dependencies between modules are checked by the poms; these are packages. */
class ArrowTests {

  private static final String[] API = {
    "io.firenet.architecture..",
    "io.firenet.volume..",
    "io.firenet.format",
    "io.firenet.format.voxel",
    "io.firenet.format.nifti",
    "io.firenet.format.metaimage",
    "io.firenet.file..",
    "io.firenet.preprocess..",
    "io.firenet.network..",
    "io.firenet.dataset",
    "io.firenet.layout",
    "io.firenet.decoder",
    "io.firenet.machine..",
    "io.firenet.model.."
  };

  /**
   * The rooms of fabric-core from the top down: each may see those after it. Rooms of one line see
   * each other neither way.
   */
  private static final List<List<String>> ROOMS =
      List.of(
          List.of("report"),
          List.of("experiment"),
          List.of("bench"),
          List.of("training"),
          List.of("evaluation", "picture", "onnx", "engine"),
          List.of("fabric", "network", "data", "cache", "plugin"),
          List.of("io"));

  /** The rooms of the launcher likewise; its main class stands on top. */
  private static final List<List<String>> LAUNCHER =
      List.of(
          List.of("command.demo", "command.experiment", "command.bench"),
          List.of(
              "command.train",
              "command.export",
              "command.predict",
              "command.plugins",
              "command.inspect",
              "command.serve"),
          List.of("doctor"),
          List.of("argument"),
          List.of("host", "project", "stream", "process"));

  private static final String[] PLUGINS = {"io.firenet.dataset.(*)..", "io.firenet.decoder.(*).."};
  private static final String[] JDK = {"java..", "org.jspecify.annotations"};

  private static JavaClasses all;

  @BeforeAll
  static void importClasses() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firenet");
    for (String one :
        new String[] {"core.fabric", "core.onnx", "dataset.phantom", "launcher", "server"}) {
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
  void theRoomsOfTheCoreReadDownwards() {
    roomsReadDownwards("io.firenet.core.", ROOMS, all);
    Set<String> rooms = new TreeSet<>();
    all.stream()
        .map(one -> one.getPackageName().split("\\."))
        .filter(name -> name.length > 3 && name[2].equals("core"))
        .filter(name -> !Set.of("testkit", "browser").contains(name[3])) // for tests alone
        .forEach(name -> rooms.add(name[3]));
    assertEquals(rooms, new TreeSet<>(ROOMS.stream().flatMap(List::stream).toList()));
  }

  /** Else the rule above would hold of anything. */
  @Test
  void anArrowThatRunsUpIsFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedArrow.class, Upstairs.class);
    assertThrows(
        AssertionError.class, () -> roomsReadDownwards("io.firenet.core.", ROOMS, planted));
    assertThrows(AssertionError.class, () -> packagesHaveNoCircle(planted, "io.firenet.core.(**)"));
  }

  private static void roomsReadDownwards(
      String root, List<List<String>> floors, JavaClasses classes) {
    for (int i = 0; i < floors.size(); i++) {
      for (String room : floors.get(i)) {
        String[] notBelow =
            floors.subList(0, i + 1).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(room))
                .map(other -> root + other + "..")
                .toArray(String[]::new);
        if (notBelow.length > 0) {
          noClasses()
              .that()
              .resideInAPackage(root + room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(notBelow)
              .allowEmptyShould(true)
              .check(classes);
        }
      }
    }
  }

  @Test
  void theRoomsOfTheLauncherReadDownwards() {
    String launcher = "io.firenet.launcher.";
    roomsReadDownwards(launcher, LAUNCHER, all);
    Set<String> rooms = new TreeSet<>();
    all.stream()
        .map(one -> one.getPackageName() + ".")
        .filter(name -> name.startsWith(launcher) && name.length() > launcher.length())
        .forEach(name -> rooms.add(name.substring(launcher.length(), name.length() - 1)));
    assertEquals(rooms, new TreeSet<>(LAUNCHER.stream().flatMap(List::stream).toList()));
    noClasses()
        .that()
        .resideInAPackage("io.firenet.launcher.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.firenet.launcher")
        .check(all);
  }

  @Test
  void noPackagesSeeEachOtherInACircle() {
    packagesHaveNoCircle(all, "io.firenet.launcher.(**)");
    packagesHaveNoCircle(all, "io.firenet.core.(**)");
    packagesHaveNoCircle(
        all.that(resideInAnyPackage(API).and(not(resideInAnyPackage(PLUGINS)))), "io.firenet.(**)");
  }

  private static void packagesHaveNoCircle(JavaClasses classes, String packages) {
    slices().matching(packages).should().beFreeOfCycles().check(classes);
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
    packagesHaveNoCircle(all, "io.firenet.server.(**)");
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

  @Test
  void noCircleBetweenPackagesOfTheApi() {
    slices()
        .matching("io.firenet.(volume|format|dataset|layout|model|preprocess)..")
        .should()
        .beFreeOfCycles()
        .check(all);
    slices().matching("io.firenet.format.(*)..").should().beFreeOfCycles().check(all);
    noClasses()
        .that()
        .resideInAPackage("io.firenet.format")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.firenet.format.*..")
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
