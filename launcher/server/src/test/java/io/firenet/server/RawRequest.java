package io.firenet.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client would send. */
final class RawRequest {

  private RawRequest() {}

  /** Opens a connection to a server. */
  static Socket connect(FirenetServer server) throws IOException {
    URI address = URI.create(server.address());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Sends a text and gives all that comes back until the server closes the connection. */
  static String send(FirenetServer server, String request) throws IOException {
    return send(server, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String send(FirenetServer server, byte[] request) throws IOException {
    try (Socket socket = connect(server)) {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
