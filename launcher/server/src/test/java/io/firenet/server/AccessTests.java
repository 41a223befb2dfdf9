package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.runtime.PredictorOptions;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may ask. */
class AccessTests {

  private static final String TOKEN = "a-token-of-some-length";

  private static FirenetServer open;
  private static FirenetServer guarded;

  @BeforeAll
  static void start() throws Exception {
    open = FirenetServer.start(options("127.0.0.1", Optional.empty(), List.of()));
    guarded =
        FirenetServer.start(
            options("127.0.0.1", Optional.of(TOKEN), List.of("https://viewer.example.org")));
  }

  @AfterAll
  static void stop() throws Exception {
    open.close();
    guarded.close();
  }

  private static ServerOptions options(String host, Optional<String> token, List<String> cors) {
    return new ServerOptions(
        "test",
        host,
        0,
        new ServerOptions.AccessOptions(token, List.of("ai.example.org"), cors),
        new ServerOptions.Content(List.of(), List.of(), List.of(), List.of(), Optional.empty()),
        PredictorOptions.DEFAULT,
        Limits.usual(),
        Optional.empty());
  }

  @Test
  void othersThanThisMachineNeedAToken() {
    for (String host : List.of("0.0.0.0", "192.168.1.5", "::", "example.org", "127.evil.org")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> options(host, Optional.empty(), List.of()),
              host);
      assertTrue(refused.getMessage().contains("--token-file"), refused.getMessage());
    }
    assertEquals("0.0.0.0", options("0.0.0.0", Optional.of(TOKEN), List.of()).host());
  }

  @Test
  void theTokenIsAskedForEverywhereButByThePage() throws Exception {
    Client client = new Client(guarded);
    for (String free : List.of("/", "/api/server", "/openapi.json", "/v2/health/live", "/auth/")) {
      assertEquals(200, client.get(free).statusCode(), free);
    }
    for (String held :
        List.of(
            "/api/models", "/api/runs", "/metrics", "/info/", "/datastore/", "/v2", "/train/")) {
      HttpResponse<byte[]> refused = client.get(held);
      assertEquals(401, refused.statusCode(), held);
      assertEquals("Bearer", refused.headers().firstValue("WWW-Authenticate").orElse(""));
    }
    assertEquals(401, client.get("/api/models?token=" + TOKEN).statusCode(), "never in an address");
  }

  @Test
  void whoKnowsTheTokenMayAsk() throws Exception {
    for (String scheme : List.of("Bearer ", "bearer ")) {
      Client client = new Client(guarded).with("Authorization", scheme + TOKEN);
      assertEquals(200, client.get("/api/models").statusCode());
    }
    for (String wrong : List.of("Bearer other", "Bearer " + TOKEN + "x", TOKEN, "Basic " + TOKEN)) {
      Client client = new Client(guarded).with("Authorization", wrong);
      assertEquals(401, client.get("/api/models").statusCode(), wrong);
    }
  }

  @Test
  void aCookieStandsForTheTokenUntilItIsTakenBack() throws Exception {
    Client knowing = new Client(guarded).with("Authorization", "Bearer " + TOKEN);
    HttpResponse<byte[]> opened = knowing.post("/api/session", "");
    assertEquals(204, opened.statusCode());
    String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertFalse(cookie.contains(TOKEN), cookie);
    Client holder = new Client(guarded).with("Cookie", cookie.split(";")[0]);
    assertEquals(200, holder.get("/api/models").statusCode());
    assertEquals(204, holder.delete("/api/session").statusCode());
    assertEquals(401, holder.get("/api/models").statusCode());
    assertEquals(401, new Client(guarded).post("/api/session", "").statusCode());
  }

  /** Even one with a whole image to send. */
  @Test
  void whoSendsWithoutATokenIsToldSo() throws Exception {
    int bytes = 16 << 20;
    try (Socket socket = RawRequest.connect(guarded)) {
      String answer =
          RawRequest.sendAll(
              socket,
              "POST /api/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n"
                  .formatted(bytes),
              bytes);
      assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    }
  }

  /** A site whose name has been made to lead here must not be answered. */
  @Test
  void anotherHostIsRefused() throws Exception {
    for (String host :
        List.of("evil.org", "evil.org:8080", "127.0.0.1.evil.org", "localhost.evil.org", "")) {
      String answer =
          RawRequest.send(
              open,
              "GET /api/models HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
      assertFalse(answer.startsWith("HTTP/1.1 200"), host + ": " + answer);
    }
    for (String host :
        List.of("localhost:1", "127.0.0.1", "[::1]:80", "10.1.2.3:80", "AI.example.org")) {
      String answer =
          RawRequest.send(
              open,
              "GET /api/models HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
      assertTrue(answer.startsWith("HTTP/1.1 200"), host + ": " + answer);
    }
  }

  @Test
  void pagesOfOtherSitesMayNotAsk() throws Exception {
    Client foreign = new Client(open).with("Origin", "https://evil.org");
    assertEquals(403, foreign.get("/api/models").statusCode());
    assertEquals(403, foreign.post("/api/jobs", "{}").statusCode());
    Client silent = new Client(open).with("Sec-Fetch-Site", "cross-site");
    assertEquals(403, silent.post("/train/", "").statusCode());
    Client own = new Client(open).with("Origin", open.address().replaceAll("/$", ""));
    assertEquals(200, own.get("/api/models").statusCode());
  }

  @Test
  void pagesOfANamedSiteMayAskWithTheToken() throws Exception {
    String site = "https://viewer.example.org";
    Client client = new Client(guarded).with("Origin", site);
    HttpResponse<byte[]> asked =
        client.send(
            client
                .request("/api/jobs")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    assertEquals(204, asked.statusCode());
    assertEquals(site, asked.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    assertEquals(401, client.get("/api/models").statusCode());
    Client other = new Client(open).with("Origin", site);
    assertEquals(403, other.get("/api/models").statusCode());
  }

  @Test
  void aBrowserMayLoadNothingFromElsewhere() throws Exception {
    HttpResponse<byte[]> page = new Client(open).get("/");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'self'"), policy);
    assertFalse(policy.contains("http"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
  }
}
