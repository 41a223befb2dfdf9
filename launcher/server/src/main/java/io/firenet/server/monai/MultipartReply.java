package io.firenet.server.monai;

import io.javalin.http.Context;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** An answer of two parts, as MONAI Label gives it: what is told, and the label map. */
final class MultipartReply {

  private MultipartReply() {}

  /**
   * Sends both.
   *
   * @param file may be deleted once this returns
   * @param name ASCII letters, digits, dots and dashes
   */
  static void send(Context ctx, JsonObject params, Path file, String name) throws IOException {
    String boundary = UUID.randomUUID().toString().replace("-", "");
    byte[] head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="params"\r
        Content-Type: application/json\r
        \r
        %2$s\r
        --%1$s\r
        Content-Disposition: form-data; name="image"; filename="%3$s"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary, params, name)
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8);
    long length = head.length + Files.size(file) + tail.length;
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(head),
                    Files.newInputStream(file),
                    new ByteArrayInputStream(tail))));
    ctx.header("Content-Length", Long.toString(length));
    ctx.contentType("multipart/form-data; boundary=" + boundary).result(body);
  }
}
