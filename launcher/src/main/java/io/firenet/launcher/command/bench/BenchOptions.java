package io.firenet.launcher.command.bench;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.file.AtomicFile;
import io.firenet.launcher.argument.SettingsFile;
import io.firenet.launcher.stream.JsonText;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all measurements. */
final class BenchOptions {

  static final int CLASSES = 3;

  private static final String DECODER = "segmentation";

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "D,H,W",
      description = "Size of the image in voxels, for example 64,64,64.")
  private String shape;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "The network, with its default settings; 'firenet networks' lists them. Default: firenet,"
              + " or what --config says.")
  private @Nullable String network;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description =
          "Settings as in train, whose network it is; an empty object stands for the default"
              + " recipe's.")
  private @Nullable Path config;

  @Mixin private ThreadsOption threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "7",
      description = "Timed repetitions; the median is shown. Default: 7.")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Repetitions before those that are timed; Java compiles what it runs during the first"
              + " hundred. Default: 2.")
  private int warmUp;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private @Nullable Path json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  GridSize size() {
    if (!shape.matches("[1-9]\\d{0,3},[1-9]\\d{0,3},[1-9]\\d{0,3}")) {
      throw new ParameterException(
          spec.commandLine(), "--shape must be like 64,64,64, got " + shape);
    }
    int[] sides = Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
    return new GridSize(sides[0], sides[1], sides[2]);
  }

  String networkName() throws IOException {
    return choice().name();
  }

  private NetworkChoice choice() throws IOException {
    NetworkChoice configured =
        config == null ? NetworkChoice.DEFAULT : SettingsFile.readConfig(config, spec).network();
    return network == null || network.equals(configured.name())
        ? configured
        : NetworkChoice.of(network);
  }

  int steps() {
    if (steps < 1) {
      throw new ParameterException(spec.commandLine(), "--steps must be at least 1, got " + steps);
    }
    return steps;
  }

  int warmUp() {
    if (warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(), "--warm-up must be at least 0, got " + warmUp);
    }
    return warmUp;
  }

  /** Makes this thread compute with as many threads as asked for, and says how many. */
  int useThreads() {
    return threads.use();
  }

  /** The network on one channel. */
  Network network(PluginRegistry plugins) throws IOException {
    NetworkChoice choice = choice();
    NetworkProvider provider = plugins.network(choice.name());
    return provider.network(
        new NetworkRequest(
            1,
            plugins.decoder(DECODER),
            CLASSES,
            complete(choice, provider),
            new Fingerprint(size(), 1)));
  }

  private JsonObject complete(NetworkChoice choice, NetworkProvider provider) {
    try {
      return choice.complete(provider).settings();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "%s: %s".formatted(config, e.getMessage()), e);
    }
  }

  /** Prints the result, and writes it where asked to. */
  void report(BenchReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    if (json != null) {
      StringWriter text = new StringWriter();
      JsonText.print(new PrintWriter(text), report.json());
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      OutputException.writing(json, () -> AtomicFile.write(json, file -> file.write(bytes)));
    }
  }
}
