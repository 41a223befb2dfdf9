package io.firenet.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.firenet.core.io.planted.PlantedArrow;
import io.firenet.core.report.planted.Upstairs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That the rooms of the core and of the launcher read downwards, and no packages form a circle. */
class RoomTests {

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
          List.of("cluster", "host", "project", "stream", "process"));

  private final JavaClasses all = ProjectClasses.all();

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
    packagesHaveNoCircle(api(), "io.firenet.(**)");
  }

  /** Plugins for datasets and heads have names below those of the packages that they extend. */
  private JavaClasses api() {
    return all.that(
        resideInAnyPackage(ProjectClasses.API)
            .and(not(resideInAnyPackage(ProjectClasses.PLUGINS))));
  }

  static void packagesHaveNoCircle(JavaClasses classes, String packages) {
    slices().matching(packages).should().beFreeOfCycles().check(classes);
  }

  @Test
  void noCircleBetweenPackagesOfTheApi() {
    slices()
        .matching("io.firenet.(volume|format|dataset|folder|layout|model|preprocess)..")
        .should()
        .beFreeOfCycles()
        .check(api());
    slices().matching("io.firenet.format.(*)..").should().beFreeOfCycles().check(all);
    noClasses()
        .that()
        .resideInAPackage("io.firenet.format")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.firenet.format.*..")
        .check(all);
  }
}
