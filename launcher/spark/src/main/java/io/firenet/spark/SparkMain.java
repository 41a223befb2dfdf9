package io.firenet.spark;

import io.firenet.launcher.Firenet;
import io.firenet.launcher.argument.PluginFolders;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command line for {@code spark-submit}: {@code spark-submit --master MASTER firenet-spark.jar
 * COMMAND …} is {@code firenet COMMAND … --spark MASTER}.
 */
public final class SparkMain {

  private static final String OPTION = "--spark";

  private SparkMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    String master = System.getProperty("spark.master");
    boolean named =
        all.stream().anyMatch(one -> one.equals(OPTION) || one.startsWith(OPTION + "="));
    if (master != null && !named && !all.contains("--help")) {
      all.add(OPTION);
      all.add(master);
    }
    if (System.getProperty(PluginFolders.HOME_PROPERTY) == null) {
      home().ifPresent(home -> System.setProperty(PluginFolders.HOME_PROPERTY, home.toString()));
    }
    Firenet.main(all.toArray(String[]::new));
  }

  /** The distribution, in whose folder {@code spark} this jar lies. */
  private static Optional<Path> home() {
    try {
      Path jar =
          Path.of(SparkMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path home = jar.toRealPath().getParent().getParent();
      return Files.isDirectory(home.resolve("lib")) ? Optional.of(home) : Optional.empty();
    } catch (URISyntaxException | IOException e) {
      return Optional.empty();
    }
  }
}
