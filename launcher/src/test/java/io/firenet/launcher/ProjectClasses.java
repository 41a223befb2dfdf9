package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of this build, read once a process for the tests of who sees whom. */
final class ProjectClasses {

  static final String[] API = {
    "io.firenet.architecture..",
    "io.firenet.volume..",
    "io.firenet.format",
    "io.firenet.format.voxel",
    "io.firenet.format.nifti",
    "io.firenet.format.metaimage",
    "io.firenet.file..",
    "io.firenet.folder",
    "io.firenet.preprocess..",
    "io.firenet.network..",
    "io.firenet.dataset",
    "io.firenet.layout",
    "io.firenet.decoder",
    "io.firenet.machine..",
    "io.firenet.model.."
  };

  static final String[] PLUGINS = {"io.firenet.dataset.(*)..", "io.firenet.decoder.(*).."};

  private static final JavaClasses ALL = read();

  private ProjectClasses() {}

  static JavaClasses all() {
    return ALL;
  }

  private static JavaClasses read() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.firenet");
    for (String one :
        new String[] {"core.fabric", "core.onnx", "dataset.phantom", "launcher", "server"}) {
      assertTrue(all.containPackage("io.firenet." + one), one + " should be looked at");
    }
    return all;
  }
}
