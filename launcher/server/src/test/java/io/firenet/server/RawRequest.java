package io.firenet.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

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

  /** Sends a text as all there is and gives what comes back until the server closes too. */
  static String send(FirenetServer server, String request) throws IOException {
    return send(server, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String send(FirenetServer server, byte[] request) throws IOException {
    try (Socket socket = connect(server)) {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Sends a head and as many bytes as it says, and only then reads the head of the answer. */
  static String sendAll(Socket socket, String head, int bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    byte[] piece = new byte[Math.min(bytes, 1 << 16)];
    for (int sent = 0; sent < bytes; sent += piece.length) {
      out.write(piece, 0, Math.min(piece.length, bytes - sent));
    }
    out.flush();
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    int length = 0;
    String line;
    do {
      line = line(in);
      answer.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    } while (!line.isEmpty());
    return answer + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection after '%s'".formatted(line));
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
