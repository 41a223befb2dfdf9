package io.firenet.server.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** The page's files, which are in the jar; a browser loads nothing from elsewhere. */
public final class Page {

  private static final String FOLDER = "/io/firenet/server/page/";
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*(\\.[a-z0-9]+)+");

  /** What a browser may load; NiiVue keeps its font in a data URL. */
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "img-src 'self' data: blob:",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private final Map<String, PageFile> files = new ConcurrentHashMap<>();

  /**
   * A file as it goes out.
   *
   * @param zipped the same with gzip
   * @param tag tells it from an earlier one of the name
   */
  private record PageFile(byte[] plain, byte[] zipped, String tag) {

    static PageFile of(byte[] plain) throws IOException {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        out.write(plain);
      }
      CRC32 sum = new CRC32();
      sum.update(plain);
      return new PageFile(
          plain,
          zipped.toByteArray(),
          "\"%s-%s\"".formatted(plain.length, Long.toHexString(sum.getValue())));
    }
  }

  /** Adds the page; its files lie at the root and give way to every other route. */
  public void addTo(RouteList routes) {
    routes.get("/", ctx -> send(ctx, "index.html"));
    routes.files("/<file>", Page::has, ctx -> send(ctx, ctx.pathParam("file")));
  }

  /** Whether a path is that of a file of the page. */
  public static boolean has(String path) {
    String name = path.substring(1);
    return name.isEmpty()
        || (NAME.matcher(name).matches() && Page.class.getResource(FOLDER + name) != null);
  }

  private void send(Context ctx, String name) throws IOException {
    if (!has("/" + name)) {
      throw Refusal.nothingHere();
    }
    PageFile file = files.get(name);
    if (file == null) {
      try (InputStream in = Page.class.getResourceAsStream(FOLDER + name)) {
        file = PageFile.of(Objects.requireNonNull(in).readAllBytes());
      }
      files.put(name, file);
    }
    ctx.header("Cache-Control", "no-cache")
        .header("ETag", file.tag())
        .header("Vary", "Accept-Encoding");
    if (file.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    String accepted = String.valueOf(ctx.header("Accept-Encoding"));
    boolean zip = accepted.contains("gzip") && file.zipped().length < file.plain().length;
    if (zip) {
      ctx.header("Content-Encoding", "gzip");
    }
    ctx.contentType(Reply.type(name)).result(zip ? file.zipped() : file.plain());
  }

  /** The headers that every answer has. */
  public static void addHeaders(Context ctx) {
    ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cache-Control", "no-store");
  }
}
