package io.firenet.server;

import io.firenet.runtime.PredictorOptions;
import io.firenet.server.training.TrainingStarter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server is to serve, and to whom.
 *
 * @param software name and version, for clients
 * @param host address to listen at
 * @param port 0 for any that is free
 * @param access who may ask
 * @param content what there is
 * @param inference how models compute
 * @param limits what it takes
 * @param training starts trainings of the studies' labels; without it there are none
 */
public record ServerOptions(
    String software,
    String host,
    int port,
    AccessOptions access,
    Content content,
    PredictorOptions inference,
    Limits limits,
    Optional<TrainingStarter> training) {

  /**
   * Who may ask.
   *
   * @param token what callers must know
   * @param hostNames names under which the server may be asked
   * @param corsOrigins sites whose pages may ask
   */
  public record AccessOptions(
      Optional<String> token, List<String> hostNames, List<String> corsOrigins) {

    /** Anybody who reaches it under its address. */
    public static final AccessOptions OPEN =
        new AccessOptions(Optional.empty(), List.of(), List.of());

    public AccessOptions {
      hostNames = List.copyOf(hostNames);
      corsOrigins = List.copyOf(corsOrigins);
    }
  }

  /**
   * What there is to serve.
   *
   * @param models exported models
   * @param modelFolders folders of them, which may change
   * @param runs folders of training runs
   * @param experiments folders of experiments
   * @param studies a folder of images
   */
  public record Content(
      List<Path> models,
      List<Path> modelFolders,
      List<Path> runs,
      List<Path> experiments,
      Optional<Path> studies) {

    public Content {
      models = List.copyOf(models);
      modelFolders = List.copyOf(modelFolders);
      runs = List.copyOf(runs);
      experiments = List.copyOf(experiments);
    }
  }

  /**
   * @throws IllegalArgumentException if others than this machine's programs could ask without a
   *     token, or the port is none
   */
  public ServerOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is from 0 to 65535, got " + port);
    }
    if (access.token().isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "at the address %s others than this machine could ask; that needs a token, --token-file FILE"
              .formatted(host));
    }
  }

  /** For programs of this machine, at any port that is free, with usual limits. */
  public static ServerOptions local(String software, Content content) {
    return new ServerOptions(
        software,
        "127.0.0.1",
        0,
        AccessOptions.OPEN,
        content,
        PredictorOptions.DEFAULT,
        Limits.usual(),
        Optional.empty());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
