package io.firenet.launcher.command.plugins;

import io.firenet.core.plugin.JarIdentity;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.FelixPluginHost;
import io.firenet.launcher.host.InstalledPlugin;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists every plugin jar, those that do not run too. */
@Command(
    name = "list",
    description = "List the plugin jars, what they bring, and why one does not run.",
    footer = {
      "",
      "Examples:",
      "  firenet plugins list --plugins my-plugins",
      "  firenet plugins list --as-allowlist > allowlist"
    })
public final class PluginsListCommand implements Callable<Integer> {

  /** Other ways to print the list. */
  private static final class Format {
    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Option(
        names = "--as-allowlist",
        description = "Print the lines of an allowlist that lets just these jars start.")
    private boolean allowlist;
  }

  @ArgGroup private Format format = new Format();
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<InstalledPlugin> all;
    try (FelixPluginHost host = FelixPluginHost.start(plugins.jars(), plugins.trust())) {
      all = host.inventory().plugins();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      all.forEach(plugin -> array.add(asJson(plugin)));
      JsonText.print(out, array.build());
    } else if (format.allowlist) {
      all.forEach(plugin -> printLine(out, plugin));
    } else {
      all.forEach(plugin -> print(out, plugin));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String fileName(InstalledPlugin plugin) {
    return String.valueOf(Path.of(plugin.source().file()).getFileName());
  }

  private static void print(PrintWriter out, InstalledPlugin plugin) {
    String bundle = plugin.source().bundle();
    String name = bundle.isEmpty() ? fileName(plugin) : bundle + " " + plugin.source().version();
    out.printf("%s: %s%n", name, plugin.runs() ? "runs" : "refused");
    if (plugin.runs()) {
      out.printf("  brings    %s%n", plugin.describeBrings());
    }
    plugin.problems().forEach(problem -> out.printf("  problem   %s%n", problem));
    out.printf("  file      %s%n", plugin.source().file());
    plugin.identity().ifPresent(id -> out.printf("  sha256    %s…%n", id.shortSha256()));
    plugin.identity().map(JarIdentity::signers).stream()
        .flatMap(signers -> signers.stream().sorted())
        .forEach(signer -> out.printf("  signer    %s%n", signer));
  }

  private static void printLine(PrintWriter out, InstalledPlugin plugin) {
    plugin
        .identity()
        .ifPresent(id -> out.printf("sha256 %s  # %s%n", id.sha256(), fileName(plugin)));
  }

  private static JsonObjectBuilder asJson(InstalledPlugin plugin) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("bundle", plugin.source().bundle())
            .add("version", plugin.source().version())
            .add("state", plugin.runs() ? "runs" : "refused")
            .add("brings", brings(plugin))
            .add("problems", Json.createArrayBuilder(plugin.problems()))
            .add("file", plugin.source().file());
    plugin
        .identity()
        .ifPresent(
            id ->
                object
                    .add("sha256", id.sha256())
                    .add("signers", Json.createArrayBuilder(id.signers())));
    return object;
  }

  private static JsonArrayBuilder brings(InstalledPlugin plugin) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    plugin
        .brings()
        .forEach(
            each ->
                array.add(
                    Json.createObjectBuilder()
                        .add("kind", each.kind().toString())
                        .add("name", each.name())
                        .add("title", each.title())));
    return array;
  }
}
