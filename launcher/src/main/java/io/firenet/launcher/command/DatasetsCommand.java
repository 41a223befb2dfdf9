package io.firenet.launcher.command;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.PluginFolders;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the datasets that the plugins offer. */
@Command(
    name = "datasets",
    description = "List the datasets that can be used, one per plugin.",
    footer = {"", "Example:", "  firenet datasets --json"})
public final class DatasetsCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          PrintWriter out = spec.commandLine().getOut();
          if (json) {
            JsonText.print(out, asJson(registry).build());
          } else {
            registry.plugins().stream()
                .filter(plugin -> plugin.kind() == PluginInfo.Kind.DATASET)
                .forEach(
                    plugin -> print(out, plugin, registry.dataset(plugin.name()).descriptor()));
          }
          out.flush();
          return ExitCode.OK;
        });
  }

  private static void print(PrintWriter out, PluginInfo plugin, DatasetDescriptor dataset) {
    out.printf("%s: %s%n", dataset.name(), dataset.title());
    out.printf("  channels  %s%n", String.join(", ", dataset.channels()));
    out.printf("  labels    %s%n", String.join(", ", dataset.labels()));
    out.printf("  licence   %s%n", dataset.licence());
    out.printf("  use       --data %s%s%n", dataset.name(), dataset.needsFolder() ? "=DIR" : "");
    out.printf("  plugin    %s%n", plugin.source());
  }

  private static JsonArrayBuilder asJson(PluginRegistry registry) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (PluginInfo plugin : registry.plugins()) {
      if (plugin.kind() == PluginInfo.Kind.DATASET) {
        array.add(asJson(plugin, registry.dataset(plugin.name()).descriptor()));
      }
    }
    return array;
  }

  private static JsonObjectBuilder asJson(PluginInfo plugin, DatasetDescriptor dataset) {
    return Json.createObjectBuilder()
        .add("name", dataset.name())
        .add("title", dataset.title())
        .add("channels", Json.createArrayBuilder(dataset.channels()))
        .add("labels", Json.createArrayBuilder(dataset.labels()))
        .add("decoder", dataset.decoder())
        .add("licence", dataset.licence())
        .add("citation", dataset.citation())
        .add("needs_folder", dataset.needsFolder())
        .add("bundle", plugin.source().bundle())
        .add("version", plugin.source().version())
        .add("file", plugin.source().file());
  }
}
