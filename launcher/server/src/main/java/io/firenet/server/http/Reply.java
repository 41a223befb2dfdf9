package io.firenet.server.http;

import io.firenet.file.ForeignJson;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Bodies of requests and answers. */
public final class Reply {

  private static final int MOST_JSON_BYTES = 1 << 20;

  private Reply() {}

  public static void json(Context ctx, int status, JsonStructure json) {
    ctx.status(status).contentType("application/json").result(json.toString());
  }

  /**
   * A file to keep under a name.
   *
   * @param name for whoever saves it; its ending tells what it is
   */
  public static void file(Context ctx, Path file, String name) throws IOException {
    ctx.header("Content-Length", Long.toString(Files.size(file)));
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"%s\"; filename*=UTF-8''%s"
            .formatted(
                name.replaceAll("[^A-Za-z0-9._ -]", "_"),
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")));
    ctx.header("Cache-Control", "private, no-cache");
    ctx.contentType(type(name));
    if (!ctx.method().equals(HandlerType.HEAD)) {
      ctx.result(Files.newInputStream(file));
    }
  }

  /** The media type that a name's ending says. */
  public static String type(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int dot = lower.lastIndexOf('.');
    return switch (dot < 0 ? "" : lower.substring(dot + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "ico" -> "image/x-icon";
      case "wasm" -> "application/wasm";
      case "woff2" -> "font/woff2";
      case "txt", "log", "md" -> "text/plain; charset=utf-8";
      case "csv" -> "text/csv; charset=utf-8";
      case "gz" -> "application/gzip";
      default -> "application/octet-stream";
    };
  }

  /**
   * The JSON object in a request's body; an empty body is an empty object.
   *
   * @throws Refusal if it is none, or too long
   */
  public static JsonObject body(Context ctx) throws IOException {
    return object(body(ctx, MOST_JSON_BYTES));
  }

  /**
   * A request's body.
   *
   * @throws Refusal if it is longer
   */
  public static byte[] body(Context ctx, long mostBytes) throws IOException {
    Refusal tooLong = new Refusal(413, "the body may have %s bytes".formatted(mostBytes));
    if (ctx.req().getContentLengthLong() > mostBytes) {
      throw tooLong;
    }
    try (InputStream in = ctx.req().getInputStream()) {
      byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, mostBytes + 1));
      if (bytes.length > mostBytes) {
        throw tooLong;
      }
      return bytes;
    }
  }

  /**
   * The JSON object that bytes hold; none are an empty object.
   *
   * @throws Refusal if it is none
   */
  public static JsonObject object(byte[] bytes) {
    if (bytes.length == 0) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (ForeignJson.parse(bytes) instanceof JsonObject object) {
      return object;
    }
    throw Refusal.wrong("expected a JSON object");
  }
}
