package io.firenet.launcher.command.train;

import io.firenet.launcher.argument.OptionGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which network is trained, for commands that train one. */
@OptionGroup("Training")
public final class NetworkOption {

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network to train, firenet by default; 'firenet networks' lists them.")
  private @Nullable String network;

  /** Its name, null if none was asked for. */
  public @Nullable String name() {
    return network;
  }
}
