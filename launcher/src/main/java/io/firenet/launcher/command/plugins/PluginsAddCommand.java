package io.firenet.launcher.command.plugins;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.DeclarationJar;
import io.firenet.launcher.host.PluginFolder;
import io.firenet.launcher.process.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a plugin of a folder of labelled images and installs it. */
@Command(
    name = "add",
    description = {
      "Make a dataset of a folder of labelled images: a plugin jar without code, installed at once.",
      "",
      "Channels, labels, title, licence and citation are those that the folder states, in the"
          + " layout of the Decathlon, nnU-Net or TotalSegmentator. The jar does not hold the images:"
          + " name their folder with --data NAME=DIR. Adding it again replaces it."
    },
    footer = {
      "",
      "Examples:",
      "  firenet plugins add spine --data data/Bones_Spine",
      "  firenet plugins add organs --data data/TotalSegmentator --licence \"CC BY 4.0\"",
      "  firenet train --data spine=data/Bones_Spine --out runs/spine"
    })
public final class PluginsAddCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the dataset: lower case letters and digits with dashes.")
  private String name;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder that says what the dataset is.")
  private Path data;

  @Option(names = "--title", paramLabel = "TEXT", description = "A title instead of the folder's.")
  private @Nullable String title;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description =
          "The licence of the images, if not the one that the folder states; models carry it.")
  private @Nullable String licence;

  @Option(
      names = "--citation",
      paramLabel = "TEXT",
      description = "What to cite, if not what the folder states.")
  private @Nullable String citation;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = "decathlon, nnunet or totalsegmentator; by default whichever a folder has.")
  private @Nullable String layout;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DeclaredDataset dataset = declared();
    PluginFolder folder =
        new PluginFolder(plugins.target(), plugins.jarsBesideTarget(), plugins.trust());
    Path drafts = Files.createTempDirectory("firenet-add");
    Path draft = drafts.resolve(name + ".jar");
    try {
      DeclarationJar.write(draft, dataset);
      report(dataset.descriptor(), folder.install(draft, false));
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(drafts);
    }
    return ExitCode.OK;
  }

  private DeclaredDataset declared() throws IOException {
    Map<String, String> options = layout == null ? Map.of() : Map.of("layout", layout);
    DeclaredDataset found =
        DeclaredDataset.ofFolder(name, new DatasetSource(Optional.of(data), options));
    DatasetDescriptor said = found.descriptor();
    DatasetDescriptor descriptor =
        DatasetDescriptor.builder(said.name())
            .title(title == null ? said.title() : title)
            .channels(said.channels())
            .labels(said.labels())
            .decoder(said.decoder())
            .licence(licence == null ? said.licence() : licence)
            .citation(citation == null ? said.citation() : citation)
            .regions(said.regions())
            .build();
    return new DeclaredDataset(descriptor, found.layout());
  }

  private void report(DatasetDescriptor dataset, PluginFolder.Installation done) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("added %s: %s%n", dataset.name(), dataset.title());
    out.printf("  channels  %s%n", String.join(", ", dataset.channels()));
    out.printf("  labels    %s%n", String.join(", ", dataset.labels()));
    out.printf("  licence   %s%n", dataset.licence());
    out.printf("  cite      %s%n", dataset.citation());
    out.printf("  use       --data %s=%s%n", dataset.name(), data);
    out.printf("  file      %s%n", plugins.target().resolve(name + ".jar"));
    done.replaced().forEach(old -> out.printf("  replaced  %s%n", old));
    out.flush();
  }
}
