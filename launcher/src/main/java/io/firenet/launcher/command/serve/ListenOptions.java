package io.firenet.launcher.command.serve;

import io.firenet.file.RegularFile;
import io.firenet.server.ServerOptions.AccessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server listens, and to whom. */
final class ListenOptions {

  private static final int SHORTEST_TOKEN = 16;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port; 0 takes any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at; any but this machine's own needs --token-file. Default:"
              + " ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file whose first line callers must know, 16 characters at least; programs send it as"
              + " 'Authorization: Bearer', the page and 3D Slicer ask for it as a password.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--host-name",
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "A name under which the server may be asked, such as that of a proxy before it; beside"
              + " addresses and localhost. May be repeated.")
  private List<String> hostNames = new ArrayList<>();

  @Option(
      names = "--cors",
      arity = "1..*",
      paramLabel = "ORIGIN",
      description =
          "A site whose pages may ask the server, such as https://viewer.example.org; otherwise"
              + " none but its own may. May be repeated.")
  private List<String> origins = new ArrayList<>();

  int port() {
    return port;
  }

  String host() {
    return host;
  }

  AccessOptions access() throws IOException {
    List<String> names = new ArrayList<>(hostNames);
    names.add(host);
    return new AccessOptions(token(), names, origins);
  }

  private Optional<String> token() throws IOException {
    if (tokenFile == null) {
      return Optional.empty();
    }
    RegularFile.require(tokenFile, "a file with a token");
    String token = Files.readString(tokenFile).lines().findFirst().orElse("").strip();
    if (token.length() < SHORTEST_TOKEN) {
      throw new IOException(
          "%s: expected a token of %s characters at least in the first line, found %s; make one with 'openssl rand -hex 24'"
              .formatted(tokenFile, SHORTEST_TOKEN, token.length()));
    }
    return Optional.of(token);
  }
}
