package io.firenet.launcher.command.plugins;

import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.plugin.SimilarNames;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.FelixPluginHost;
import io.firenet.launcher.host.InstalledPlugin;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes a plugin's jar. */
@Command(
    name = "remove",
    description = "Delete a plugin's jar from its folder.",
    footer = {
      "",
      "Examples:",
      "  firenet plugins remove bones-spine --plugins my-plugins",
      "  firenet plugins remove spine-1.0.jar --plugins my-plugins"
    })
public final class PluginsRemoveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description =
          "A name that 'plugins list' shows: of the plugin, of its dataset or decoder head, or of"
              + " its file, with or without the path.")
  private String name;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<InstalledPlugin> all;
    try (FelixPluginHost host = FelixPluginHost.start(plugins.jars(), plugins.trust())) {
      all = host.inventory().plugins();
    }
    PluginSource source = find(all).source();
    Path file = Path.of(source.file());
    OutputException.writing(file, () -> Files.delete(file));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("removed %s%n", source);
    out.flush();
    return ExitCode.OK;
  }

  private InstalledPlugin find(List<InstalledPlugin> all) {
    List<InstalledPlugin> named = all.stream().filter(each -> names(each).contains(name)).toList();
    if (named.size() > 1) {
      throw new PluginException(
          "'%s' is the name of %s plugins; name one of the files %s"
              .formatted(
                  name,
                  named.size(),
                  named.stream()
                      .map(each -> each.source().file())
                      .collect(Collectors.joining(", "))));
    } else if (named.isEmpty()) {
      throw new PluginException(
          "no plugin '%s'%s; there %s"
              .formatted(name, suggestion(all), all.isEmpty() ? "are none" : "are " + list(all)));
    }
    return named.get(0);
  }

  private String suggestion(List<InstalledPlugin> all) {
    Collection<String> names = all.stream().flatMap(each -> names(each).stream()).toList();
    return SimilarNames.closest(name, names).map(", did you mean '%s'?"::formatted).orElse("");
  }

  private static String list(List<InstalledPlugin> all) {
    return all.stream()
        .map(each -> each.source().bundle().isEmpty() ? fileName(each) : each.source().bundle())
        .sorted()
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String fileName(InstalledPlugin plugin) {
    return String.valueOf(Path.of(plugin.source().file()).getFileName());
  }

  private static Set<String> names(InstalledPlugin plugin) {
    PluginSource source = plugin.source();
    Set<String> names = new TreeSet<>(List.of(source.file(), fileName(plugin)));
    Stream.concat(
            Stream.of(source.bundle()).filter(each -> !each.isEmpty()),
            plugin.brings().stream().map(PluginInfo::name))
        .forEach(names::add);
    return names;
  }
}
