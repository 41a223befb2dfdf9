package io.firenet.launcher.doctor;

import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.function.Supplier;

/** Loads the native libraries, which happens when one of their classes is first used. */
final class NativeLibraries {

  private static final String REMEDY =
      "check that this platform's natives were built in (mvn -Dnative.platform=…) and that"
          + " ~/.javacpp can be written";

  private NativeLibraries() {}

  static List<Finding> examine() {
    return List.of(
        load("oneDNN", () -> initialise("org.bytedeco.dnnl.global.dnnl")),
        load("ND4J", () -> initialise("org.nd4j.linalg.factory.Nd4j")),
        load(
            "ONNX Runtime",
            () ->
                "%s, runs on %s"
                    .formatted(
                        OrtEnvironment.getEnvironment().getVersion(),
                        OrtEnvironment.getAvailableProviders())));
  }

  static Finding load(String library, Supplier<String> action) {
    try {
      return Finding.good(library, action.get());
    } catch (RuntimeException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Finding.bad(
          library, "does not load: " + root.toString().lines().findFirst().orElse(""), REMEDY);
    }
  }

  /** By name, since nothing outside the training engine may depend on these classes. */
  private static String initialise(String className) {
    try {
      Class<?> type = Class.forName(className);
      String version = type.getPackage().getImplementationVersion();
      return version == null ? "loads" : version;
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(className + " is not in this build");
    }
  }
}
