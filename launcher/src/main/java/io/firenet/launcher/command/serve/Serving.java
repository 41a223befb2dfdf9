package io.firenet.launcher.command.serve;

import io.firenet.launcher.process.Interruption;
import io.firenet.server.FirenetServer;
import io.firenet.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A server from its start until the process is asked to end. */
public final class Serving {

  private Serving() {}

  /** What a browser is to show. */
  @FunctionalInterface
  public interface View {
    /** Its address. */
    String address(FirenetServer server) throws IOException;
  }

  /**
   * Serves.
   *
   * @param view what the address that is told shows
   * @param out told where
   * @param open whether to open the page in a browser
   * @throws IOException if it cannot listen where it should
   */
  public static void serve(ServerOptions options, View view, PrintWriter out, boolean open)
      throws IOException, InterruptedException {
    try (Interruption interruption = new Interruption();
        FirenetServer server = FirenetServer.start(options)) {
      String address = view.address(server);
      out.println("serving at %s (Ctrl-C ends it)".formatted(address));
      out.flush();
      if (open) {
        open(address, out);
      }
      interruption.await();
    }
  }

  private static void open(String address, PrintWriter out) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("mac")
            ? List.of("open", address)
            : system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      out.println("no browser could be opened; open the address yourself");
      out.flush();
    }
  }
}
