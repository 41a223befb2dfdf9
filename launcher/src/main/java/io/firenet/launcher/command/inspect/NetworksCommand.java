package io.firenet.launcher.command.inspect;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.stream.JsonText;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the networks that can be trained. */
@Command(
    name = "networks",
    description = {
      "List the networks that can be trained.",
      "",
      "Parameters and floating-point operations (GFLOP, 2 per multiply-add) are those of one"
          + " forward pass of the convolutions over 64×64×64 voxels, with 1 channel, 3 classes and"
          + " default settings, without outputs that only help training."
    },
    footer = {"", "Examples:", "  firenet networks", "  firenet networks firenet --json"})
public final class NetworksCommand implements Callable<Integer> {

  private static final int SIDE = 64;
  private static final int CLASSES = 3;
  private static final String DECODER = "segmentation";

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Networks to show; default: all.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          names.forEach(registry::network); // says which there are if one is not among them
          PrintWriter out = spec.commandLine().getOut();
          JsonArrayBuilder all = Json.createArrayBuilder();
          registry.plugins().stream()
              .filter(plugin -> plugin.kind() == PluginInfo.Kind.NETWORK)
              .filter(plugin -> names.isEmpty() || names.contains(plugin.name()))
              .forEach(plugin -> describeInto(all, registry, plugin));
          if (json) {
            JsonText.print(out, all.build());
          } else {
            all.build().getValuesAs(JsonObject.class).forEach(each -> print(out, each));
          }
          out.flush();
          return ExitCode.OK;
        });
  }

  /** A network that breaks costs a line, unless it is the one that was asked for. */
  private void describeInto(JsonArrayBuilder all, PluginRegistry registry, PluginInfo plugin) {
    try {
      all.add(describe(registry, plugin));
    } catch (PluginException | IllegalArgumentException e) {
      if (names.contains(plugin.name())) {
        throw e;
      }
      PrintWriter err = spec.commandLine().getErr();
      err.println("firenet: warning: " + OneLineErrors.describe(e));
      err.flush();
    }
  }

  private static JsonObjectBuilder describe(PluginRegistry registry, PluginInfo plugin) {
    NetworkProvider provider = registry.network(plugin.name());
    Network network =
        provider
            .network(
                new NetworkRequest(
                    1,
                    registry.decoder(DECODER),
                    CLASSES,
                    provider.defaults(),
                    Fingerprint.ofCubes(SIDE)))
            .withoutAuxiliary();
    return Json.createObjectBuilder()
        .add("name", provider.name())
        .add("description", provider.description())
        .add("parameters", network.parameters())
        .add("gflop", network.convolutionFlop(new GridSize(SIDE, SIDE, SIDE)) / 1e9)
        .add("settings", provider.defaults())
        .add("oneDatasetOnly", provider.oneDatasetOnly())
        .add("source", provider.source())
        .add("plugin", plugin.source().toString());
  }

  private static void print(PrintWriter out, JsonObject network) {
    out.printf("%s: %s%n", network.getString("name"), network.getString("description"));
    out.printf(
        Locale.ROOT,
        "  size      %,d parameters, %.1f GFLOP%n",
        network.getJsonNumber("parameters").longValue(),
        network.getJsonNumber("gflop").doubleValue());
    if (!network.getJsonObject("settings").isEmpty()) {
      out.printf("  settings  %s%n", network.getJsonObject("settings"));
    }
    out.printf(
        "  trains    on %s%n",
        network.getBoolean("oneDatasetOnly") ? "one dataset at a time" : "any number of datasets");
    out.printf("  source    %s%n", network.getString("source"));
    out.printf("  plugin    %s%n", network.getString("plugin"));
  }
}
