package io.firenet.launcher.command.plugins;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.project.DatasetValues;
import io.firenet.launcher.project.PluginProject;
import io.firenet.launcher.project.ProjectKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a Maven project of a new plugin. */
@Command(
    name = "new",
    description = {
      "Write a Maven project of a new dataset plugin, or of a decoder or network.",
      "",
      "It compiles and passes its tests as it is; the class marks what to fill in, unless --data"
          + " says it."
    },
    footer = {
      "",
      "Examples:",
      "  firenet plugins new hip-bones --data data/Hip",
      "  mvn -f hip-bones package",
      "  firenet plugins new two-scales --network"
    })
public final class PluginsNewCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the plugin: lower case letters and digits with dashes.")
  private String name;

  /** What the plugin brings if it is no dataset. */
  private static final class Other {
    @Option(names = "--decoder", description = "Write a decoder plugin, a head for networks.")
    private boolean decoder;

    @Option(names = "--network", description = "Write a network plugin, for 'train --network'.")
    private boolean network;
  }

  @ArgGroup private Other other = new Other();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of labelled images that says what to fill in: channels, labels, licence.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The new folder; by default NAME in the current one.")
  private @Nullable Path out;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ProjectKind kind = kind();
    if (kind != ProjectKind.DATASET && data != null) {
      throw new ParameterException(
          spec.commandLine(), "a %s reads no folder, leave --data out".formatted(kind.noun()));
    }
    DatasetValues values =
        data == null ? DatasetValues.examples(name) : DatasetValues.of(name, data);
    PluginProject project = new PluginProject(kind, name, values);
    Path folder = out == null ? Path.of(name) : out;
    return plugins.with(
        registry -> {
          requireFree(registry, kind);
          project.write(folder, PluginFolders.repository());
          report(project, folder);
          return ExitCode.OK;
        });
  }

  private ProjectKind kind() {
    if (other.network) {
      return ProjectKind.NETWORK;
    }
    return other.decoder ? ProjectKind.DECODER : ProjectKind.DATASET;
  }

  private void requireFree(PluginRegistry registry, ProjectKind kind) {
    PluginInfo.Kind wanted = PluginInfo.Kind.valueOf(kind.name());
    List<String> taken =
        registry.plugins().stream()
            .filter(plugin -> plugin.kind() == wanted)
            .map(PluginInfo::name)
            .toList();
    if (taken.contains(name)) {
      throw new IllegalArgumentException(
          "there is a %s '%s' already; choose another name than %s"
              .formatted(kind.noun(), name, taken));
    }
  }

  private void report(PluginProject project, Path folder) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.printf(
        "wrote %s, a Maven project of the %s '%s'%n", folder, project.kind().noun(), name);
    writer.printf(
        "  %s  %s%n",
        project.values().toFillIn() ? "fill in" : "look at", folder.resolve(project.toFillIn()));
    writer.printf("  build    mvn -f %s package%n", folder);
    writer.printf("  use      --plugins %s%n", folder.resolve("target"));
    writer.flush();
  }
}
