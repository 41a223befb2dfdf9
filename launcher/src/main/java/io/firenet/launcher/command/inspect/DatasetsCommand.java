package io.firenet.launcher.command.inspect;

import static java.util.stream.Collectors.joining;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DescriptorJson;
import io.firenet.dataset.Quantity;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.JsonText;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the datasets that the plugins offer. */
@Command(
    name = "datasets",
    description = {
      "List the datasets that can be used, one per plugin.",
      "",
      "With names: their channels, labels, licence, citation and plugin."
    },
    footer = {
      "",
      "Examples:",
      "  firenet datasets",
      "  firenet datasets msd-heart prostate-mr",
      "  firenet datasets --json"
    })
public final class DatasetsCommand implements Callable<Integer> {

  private static final int GAP = 2;
  private static final int CHANNELS_WIDTH = 24;
  private static final int LABELS_WIDTH = 44;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Datasets to show in full; without one, a table of all.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print JSON instead of text, all in full.")
  private boolean json;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          PrintWriter out = spec.commandLine().getOut();
          List<PluginInfo> chosen = chosen(registry);
          if (json) {
            JsonText.print(out, asJson(registry, chosen).build());
          } else if (chosen.isEmpty()) {
            out.println("no datasets; add a plugin with 'firenet plugins install FILE.jar'");
          } else if (names.isEmpty()) {
            printTable(out, chosen.stream().map(each -> descriptor(registry, each)).toList());
          } else {
            chosen.forEach(each -> print(out, each, descriptor(registry, each)));
          }
          out.flush();
          return ExitCode.OK;
        });
  }

  private List<PluginInfo> chosen(PluginRegistry registry) {
    names.forEach(registry::dataset); // says which there are if one is not among them
    return registry.plugins().stream()
        .filter(plugin -> plugin.kind() == PluginInfo.Kind.DATASET)
        .filter(plugin -> names.isEmpty() || names.contains(plugin.name()))
        .toList();
  }

  private static DatasetDescriptor descriptor(PluginRegistry registry, PluginInfo plugin) {
    return registry.dataset(plugin.name()).descriptor();
  }

  private void printTable(PrintWriter out, List<DatasetDescriptor> datasets) {
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Help.Ansi.OFF),
            new Column(width("NAME", datasets, DatasetDescriptor::name), 0, Column.Overflow.WRAP),
            new Column(width("TITLE", datasets, DatasetDescriptor::title), 0, Column.Overflow.WRAP),
            new Column(CHANNELS_WIDTH, 0, Column.Overflow.WRAP),
            new Column(LABELS_WIDTH, 0, Column.Overflow.WRAP));
    table.addRowValues("NAME", "TITLE", "CHANNELS", "LABELS");
    for (DatasetDescriptor dataset : datasets) {
      table.addRowValues(
          dataset.name(),
          dataset.title(),
          String.join(", ", dataset.channels()),
          answers(dataset).filter(each -> !each.equals("background")).collect(joining(", ")));
    }
    table.toString().lines().map(String::stripTrailing).forEach(out::println);
  }

  private static Stream<String> answers(DatasetDescriptor dataset) {
    return Stream.concat(
        dataset.labels().stream(), dataset.quantities().stream().map(Quantity::toString));
  }

  /** Wide enough for the header too: picocli does not end wrapping a word that does not fit. */
  private static int width(
      String header, List<DatasetDescriptor> datasets, Function<DatasetDescriptor, String> text) {
    int widest = datasets.stream().map(text).mapToInt(String::length).max().orElse(0);
    return GAP + Math.max(header.length(), widest);
  }

  private static void print(PrintWriter out, PluginInfo plugin, DatasetDescriptor dataset) {
    out.printf("%s: %s%n", dataset.name(), dataset.title());
    out.printf("  channels  %s%n", String.join(", ", dataset.channels()));
    out.printf("  labels    %s%n", answers(dataset).collect(joining(", ")));
    if (!dataset.regions().isEmpty()) {
      out.printf("  regions   %s%n", String.join(", ", dataset.outputNames()));
    }
    out.printf("  head      %s%n", dataset.decoder());
    out.printf("  licence   %s%n", dataset.licence());
    out.printf("  cite      %s%n", dataset.citation());
    out.printf("  use       --data %s%s%n", dataset.name(), dataset.needsFolder() ? "=DIR" : "");
    out.printf("  plugin    %s%n", plugin.source());
  }

  private static JsonArrayBuilder asJson(PluginRegistry registry, List<PluginInfo> chosen) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    chosen.forEach(plugin -> array.add(asJson(plugin, descriptor(registry, plugin))));
    return array;
  }

  private static JsonObjectBuilder asJson(PluginInfo plugin, DatasetDescriptor dataset) {
    return Json.createObjectBuilder(DescriptorJson.write(dataset))
        .add("bundle", plugin.source().bundle())
        .add("version", plugin.source().version())
        .add("file", plugin.source().file());
  }
}
