package io.firenet.launcher.command.serve;

import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.server.FirenetServer;
import io.firenet.server.ServerOptions;
import io.firenet.server.ServerOptions.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves models, images and runs to browsers and programs until it is ended. */
@Command(
    name = "serve",
    description = {
      "Serve models, images and training runs: a page for any browser, the interface of MONAI Label"
          + " for 3D Slicer, KServe's for other programs, and one of its own.",
      "",
      "Without --host only programs of this machine reach it. Ctrl-C or a termination signal ends"
          + " it: the pass that runs is completed first."
    },
    footer = {
      "",
      "Examples:",
      "  firenet serve --open",
      "  firenet serve --model hippocampus.onnx",
      "  firenet serve --models models --studies data/Task04_Hippocampus --run runs/first",
      "  firenet serve --models models --host 0.0.0.0 --token-file token.txt --host-name"
          + " ai.example.org"
    })
public final class ServeCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      arity = "1..*",
      paramLabel = "FILE|NAME",
      description =
          ModelCatalogue.DESCRIPTION
              + " May be repeated. Where nothing is named, those that came with firenet.")
  private List<Path> named = new ArrayList<>();

  @Mixin private ModelCatalogue catalogue;

  @Option(
      names = "--run",
      arity = "1..*",
      paramLabel = "RUN",
      description = "A training run to show, also while it trains; may be repeated.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--experiment",
      arity = "1..*",
      paramLabel = "DIR",
      description = "An experiment to show; may be repeated.")
  private List<Path> experiments = new ArrayList<>();

  @Option(
      names = "--studies",
      paramLabel = "DIR",
      description =
          "A folder of images to choose from, or a dataset's. Labels that 3D Slicer sends are kept"
              + " in it.")
  private @Nullable Path studies;

  @Option(names = "--open", description = "Open the page in a browser.")
  private boolean open;

  @Mixin private ListenOptions listen;
  @Mixin private ServingLimits limits;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Path> models = catalogue.find(named);
    List<Path> folders = catalogue.named();
    if (models.isEmpty() && folders.isEmpty() && runs.isEmpty() && experiments.isEmpty()) {
      models = List.copyOf(catalogue.models().values());
      if (models.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "nothing to serve; name models with --model FILE or --models DIR, or a run with --run"
                + " RUN");
      }
    }
    for (Path file : models) {
      require(Files.isRegularFile(file), file, "no such model; make one with 'firenet export'");
    }
    for (Path folder : folders()) {
      require(Files.isDirectory(folder), folder, "there is no such folder");
    }
    ServerOptions options =
        new ServerOptions(
            FirenetVersion.software(),
            listen.host(),
            listen.port(),
            listen.access(),
            new Content(models, folders, runs, experiments, Optional.ofNullable(studies)),
            limits.inference(),
            limits.limits(),
            Optional.of(new TrainingProcess()));
    Serving.serve(options, FirenetServer::address, spec.commandLine().getOut(), open);
    return ExitCode.OK;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>(runs);
    folders.addAll(experiments);
    folders.addAll(catalogue.named());
    if (studies != null) {
      folders.add(studies);
    }
    return folders;
  }

  private static void require(boolean there, Path path, String fault) throws IOException {
    if (!there) {
      throw new IOException(path + ": " + fault);
    }
  }
}
