package io.firenet.server.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A request must name this server as its host, so that no page of another site can
 * reach it under a name of its own; one that a page has sent must come from this server's page; and
 * where there is a token, it must know it, in {@code Authorization: Bearer} or by the cookie that a
 * page gets for it.
 */
public final class Access {

  private static final String COOKIE = "firenet";
  private static final int MOST_SESSIONS = 10_000;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private final Optional<byte[]> tokenDigest;
  private final Set<String> hosts;
  private final Set<String> origins;
  private final Set<String> sessions = new HashSet<>();

  /**
   * @param token what callers must know; empty if anybody may ask
   * @param hosts names under which the server may be asked, beside addresses and {@code localhost}
   * @param origins sites whose pages may ask, such as {@code https://example.org}
   */
  public Access(Optional<String> token, List<String> hosts, List<String> origins) {
    tokenDigest = token.map(Access::digest);
    this.hosts = new HashSet<>(List.of("localhost"));
    hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
    this.origins = Set.copyOf(origins);
  }

  /** Whether callers must know a token. */
  public boolean needsToken() {
    return tokenDigest.isPresent();
  }

  /**
   * Lets a request pass.
   *
   * @throws Refusal if it may not
   */
  public void check(Context ctx) {
    checkHost(ctx.req().getHeader("Host"));
    Optional<String> origin = Optional.ofNullable(ctx.header("Origin"));
    boolean foreign = origin.isPresent() && !isOwn(origin.get(), ctx);
    if (foreign && !origins.contains(origin.get())) {
      throw new Refusal(403, "pages of other sites may not ask this server; --cors allows one");
    }
    if (origin.isEmpty() && "cross-site".equals(ctx.header("Sec-Fetch-Site")) && !isSafe(ctx)) {
      throw new Refusal(403, "pages of other sites may not ask this server");
    }
    if (foreign) {
      ctx.header("Access-Control-Allow-Origin", origin.get());
      ctx.header("Vary", "Origin");
    }
  }

  /** Answers a browser that asks whether a page of an allowed site may send a request. */
  public void allow(Context ctx) {
    ctx.header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
    ctx.header("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Client-Id");
    ctx.header("Access-Control-Max-Age", "600");
    ctx.status(204);
  }

  private static boolean isSafe(Context ctx) {
    return ctx.method().name().equals("GET") || ctx.method().name().equals("HEAD");
  }

  private void checkHost(@Nullable String header) {
    String host = header == null ? "" : header.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    if (!ADDRESS.matcher(host).matches() && !hosts.contains(host)) {
      throw new Refusal(
          421,
          "the server is not asked under the name '%s'; --host-name allows it".formatted(host));
    }
  }

  private static boolean isOwn(String origin, Context ctx) {
    String host = String.valueOf(ctx.req().getHeader("Host"));
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  /**
   * Asks for the token, where there is one.
   *
   * @throws Refusal if the request does not know it
   */
  public void checkToken(Context ctx) {
    if (!knowsToken(ctx)) {
      ctx.header("WWW-Authenticate", "Bearer");
      throw new Refusal(401, "the server asks for its token, as Authorization: Bearer TOKEN");
    }
  }

  private boolean knowsToken(Context ctx) {
    if (tokenDigest.isEmpty()) {
      return true;
    }
    String header = ctx.header("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return isToken(header.substring(7).strip());
    }
    String session = ctx.cookie(COOKIE);
    synchronized (sessions) {
      return session != null && sessions.contains(session);
    }
  }

  /** Whether a text is the token; takes as long for one that nearly is. */
  public boolean isToken(String text) {
    return tokenDigest.isPresent() && MessageDigest.isEqual(tokenDigest.get(), digest(text));
  }

  /** Gives a page that knows the token a cookie that stands for it until the server ends. */
  public void openSession(Context ctx) {
    checkToken(ctx);
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    String session = Base64.getUrlEncoder().encodeToString(bytes);
    synchronized (sessions) {
      if (sessions.size() >= MOST_SESSIONS) {
        sessions.clear();
      }
      sessions.add(session);
    }
    Cookie cookie = new Cookie(COOKIE, session);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure("https".equals(ctx.header("X-Forwarded-Proto")));
    cookie.setSameSite(SameSite.STRICT);
    ctx.cookie(cookie).status(204);
  }

  /** Takes the cookie back. */
  public void closeSession(Context ctx) {
    String session = ctx.cookie(COOKIE);
    synchronized (sessions) {
      sessions.remove(session);
    }
    ctx.removeCookie(COOKIE, "/").status(204);
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
