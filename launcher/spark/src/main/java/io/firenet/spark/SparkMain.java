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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The command line for {@code spark-submit}: {@code spark-submit --master MASTER firenet-spark.jar
 * COMMAND …} is {@code firenet COMMAND … --spark MASTER}.
 */
public final class SparkMain {

  private static final String OPTION = "--spark";

  private SparkMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> all = arguments(Arrays.asList(args), System.getProperty("spark.master"));
    if (System.getProperty(PluginFolders.HOME_PROPERTY) == null) {
      home().ifPresent(home -> System.setProperty(PluginFolders.HOME_PROPERTY, home.toString()));
    }
    Firenet.main(all.toArray(String[]::new));
  }

  /** With the master, where the command takes one and names none. */
  static List<String> arguments(List<String> given, @Nullable String master) {
    List<String> all = new ArrayList<>(given);
    boolean named =
        all.stream().anyMatch(one -> one.equals(OPTION) || one.startsWith(OPTION + "="));
    if (master == null || named) {
      return all;
    }
    CommandLine command = Firenet.commandLine();
    int after = 0; // the command's name, before what only it understands
    for (int i = 0; i < given.size(); i++) {
      CommandLine below = command.getSubcommands().get(given.get(i));
      if (below != null) {
        command = below; // a command, or one below it
        after = i + 1;
      } else if (!given.get(i).startsWith("-")) {
        break;
      }
    }
    if (command.getCommandSpec().optionsMap().containsKey(OPTION)) {
      all.addAll(after, List.of(OPTION, master));
    }
    return all;
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
