package io.firenet.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** That this module knows of the launcher what a cluster is, and nothing of what is done on it. */
class SparkArrowTests {

  @Test
  void theModuleSeesSparkAndWhatAClusterIs() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firenet.spark");
    assertTrue(all.contain(SparkEngine.class));
    classes()
        .that()
        .doNotHaveSimpleName("SparkMain") // starts the command line
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations",
            "io.firenet.spark..",
            "io.firenet.launcher.cluster",
            "io.firenet.machine", // how much memory is free
            "org.apache.spark..",
            "org.apache.hadoop..",
            "org.apache.parquet..",
            "scala..")
        .check(all);
  }
}
