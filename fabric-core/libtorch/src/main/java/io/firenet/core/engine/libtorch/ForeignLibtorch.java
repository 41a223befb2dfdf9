package io.firenet.core.engine.libtorch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A libtorch of the operating system on Java's library path. JavaCPP would load it beside the one
 * that belongs to these classes, and the two together end the process.
 */
final class ForeignLibtorch {

  private static final String PATH = "java.library.path";

  private ForeignLibtorch() {}

  /** What is there and how to get around it, in one line. */
  static Optional<String> find() {
    return Stream.of(System.getProperty(PATH, "").split(java.io.File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, System.mapLibraryName("torch_cpu")))
        .filter(Files::exists)
        .findFirst()
        .map(
            file ->
                "another libtorch lies on Java's library path, %s, and would end the process; start Java with -D%s=/none"
                    .formatted(file, PATH));
  }
}
