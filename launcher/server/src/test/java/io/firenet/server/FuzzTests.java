package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.server.http.RouteList.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests at random: paths, headers, JSON and multipart bodies of every route, damaged. None may
 * end in a fault of the server, or touch a file outside the temporary folder.
 */
class FuzzTests {

  /** Answers from 500 on that are meant. */
  private static final Set<Integer> DELIBERATE = Set.of(503, 505, 507);

  private static final String[] NAMES = {
    "abdomen", "nothing", "..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "a%00b", "%", "%zz", "a b",
    "\u00e9", "x".repeat(3000), "-1", "0", "0.nii.gz", "99999999999999999999", "<script>", "'\"",
        ";",
    "C:\\Windows", "/etc/passwd", "first", "random", "~", "*", "..;", "%c0%ae%c0%ae"
  };

  private static final String[] JSON = {
    "",
    "{}",
    "[]",
    "null",
    "{\"image\": 1}",
    "{\"image\": \"x\", \"models\": [\"abdomen\"]}",
    "{\"image\": \"../../x\", \"models\": [1]}",
    "{\"models\": " + "[".repeat(200),
    "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,4,4,4], \"data\":"
        + " [1,2]}]}",
    "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,99999,99999,99999],"
        + " \"data\": []}]}",
    "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,1e99,-4,0],"
        + " \"data\": []}]}",
    "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,1,1,1], \"data\":"
        + " [1e400]}]}",
    "{\"keepSeconds\": -1, \"image\": \"x\", \"models\": [\"abdomen\"]}",
    "\u0000\u0001",
    "{\"a\": \"\ud800\"}",
    "{\"max_epochs\": 1e30}",
    "{\"label_info\": [{\"name\": 3}], \"model\": {}}"
  };

  @TempDir Path folder;

  private FirenetServer server;
  private Path studies;
  private byte[] image;

  @BeforeEach
  void start() throws IOException {
    Path model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    studies = Files.createDirectory(folder.resolve("studies"));
    Path first = studies.resolve("first.nii.gz");
    ImageFormats.write(first, ServedModels.image(8));
    image = Files.readAllBytes(first);
    server =
        FirenetServer.start(
            ServerOptions.local(
                "test",
                new ServerOptions.Content(
                    List.of(model),
                    List.of(),
                    List.of(folder),
                    List.of(folder),
                    Optional.of(studies))));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aFewHundredRequests() throws Exception {
    fuzz(400, 1);
  }

  @Test
  @Tag("slow")
  void tenThousandRequests() throws Exception {
    System.out.println(fuzz(10_000, 7));
  }

  /** Gives the number of answers by their status. */
  private Map<Integer, Integer> fuzz(int requests, long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> before = filesIn(folder);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      boolean nowhere = random.nextInt(10) == 0;
      byte[] request = request(random, nowhere);
      int status = send(request);
      statuses.merge(status, 1, Integer::sum);
      int number = i;
      assertTrue(
          status < 500 || DELIBERATE.contains(status),
          () ->
              "request %s ended with %s:\n%s"
                  .formatted(number, status, new String(request, StandardCharsets.ISO_8859_1)));
      assertTrue(
          !nowhere || (status != 405 && (status == 0 || status >= 400)),
          () ->
              "request %s, to an address where there is nothing, ended with %s:\n%s"
                  .formatted(number, status, new String(request, StandardCharsets.ISO_8859_1)));
    }
    Set<String> made = filesIn(folder);
    made.removeAll(before);
    for (String file : made) {
      assertTrue(
          file.matches("studies(/(sent|labels|labelsTr|runs)(/.*)?|/dataset\\.json)?"),
          file + " was made outside the folders that are kept");
    }
    assertEquals(200, new Client(server).get("/api/models").statusCode(), "it still answers");
    return statuses;
  }

  private static Set<String> filesIn(Path folder) throws IOException {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(file -> files.add(folder.relativize(file).toString()));
    }
    return files;
  }

  /** The status; 0 if the server has closed the connection without one. */
  private int send(byte[] request) throws IOException {
    try (Socket socket = RawRequest.connect(server)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        String answer =
            new String(socket.getInputStream().readNBytes(4000), StandardCharsets.ISO_8859_1);
        assertFalse(answer.contains("Exception"), answer);
        assertFalse(answer.contains("\tat "), answer);
        assertFalse(answer.contains("root:x:"), answer);
        assertFalse(answer.contains(folder.toString()), answer);
        assertEquals(
            answer.startsWith("HTTP/1.1 405"),
            answer.contains("\r\nAllow: ") && !answer.startsWith("HTTP/1.1 204"),
            answer);
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
      } catch (java.net.SocketException closed) {
        return 0; // it had seen enough
      }
    }
  }

  /**
   * @param nowhere whether it is for an address that no route has, and its first line stays whole
   */
  private byte[] request(Random random, boolean nowhere) throws IOException {
    List<Route> routes = server.routes();
    Route route = routes.get(random.nextInt(routes.size()));
    String path = route.path();
    while (path.matches(".*[{<]\\w+[}>].*")) {
      path =
          path.replaceFirst(
              "[{<]\\w+[}>]", java.util.regex.Matcher.quoteReplacement(pick(random, NAMES)));
    }
    if (nowhere) {
      boolean open = route.path().contains("<"); // takes every path below it
      path =
          open || random.nextBoolean()
              ? "/nothing" + path
              : path.replaceAll("/$", "") + "/x/nothing";
    }
    if (random.nextInt(3) == 0) {
      path +=
          "?"
              + pick(random, "image", "tag", "format", "output", "series", "label")
              + "="
              + pick(random, NAMES);
    }
    String method =
        random.nextInt(8) == 0
            ? pick(random, "PATCH", "TRACE", "FOO", "OPTIONS", "HEAD", "PUT")
            : route.method();
    byte[] body = body(random);
    List<String> head = new ArrayList<>();
    head.add("%s %s HTTP/%s".formatted(method, path, random.nextInt(30) == 0 ? "9.9" : "1.1"));
    head.add("Host: " + (random.nextInt(20) == 0 ? pick(random, NAMES) : "localhost"));
    head.add("Connection: close");
    boolean multipart = new String(body, StandardCharsets.ISO_8859_1).contains("form-data");
    if (random.nextInt(10) > 0) {
      head.add(
          "Content-Type: " + (multipart ? "multipart/form-data; boundary=b" : "application/json"));
    } else {
      head.add(
          "Content-Type: "
              + pick(
                  random,
                  "multipart/form-data",
                  "text/plain",
                  "",
                  "multipart/form-data; boundary=" + "z".repeat(300)));
    }
    int length = random.nextInt(15) == 0 ? random.nextInt(100_000) : body.length;
    head.add(random.nextInt(25) == 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
    if (random.nextInt(6) == 0) {
      head.add(
          pick(
                  random,
                  "Last-Event-ID",
                  "X-Client-Id",
                  "Cookie",
                  "Authorization",
                  "Range",
                  "Origin",
                  "Accept-Encoding",
                  "Inference-Header-Content-Length",
                  "Expect",
                  "Upgrade",
                  "Sec-WebSocket-Version")
              + ": "
              + pick(random, NAMES));
    }
    String text = String.join("\r\n", head) + "\r\n\r\n";
    byte[] start = text.getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    if (random.nextInt(6) == 0) {
      int first = nowhere ? text.indexOf("\r\n") + 2 : 0;
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        all[first + random.nextInt(all.length - first)] = (byte) random.nextInt(256);
      }
    }
    return all;
  }

  private byte[] body(Random random) {
    if (random.nextInt(3) > 0) {
      return pick(random, JSON).getBytes(StandardCharsets.UTF_8);
    }
    String part = pick(random, "file", "label", "params", "files", "x\"; y");
    String file =
        random.nextInt(4) == 0
            ? ""
            : "; filename=\""
                + pick(random, NAMES)
                + pick(random, ".nii.gz", ".zip", "", ".dcm", ".mhd")
                + "\"";
    byte[] content =
        random.nextBoolean() ? image.clone() : pick(random, JSON).getBytes(StandardCharsets.UTF_8);
    if (content.length > 20 && random.nextBoolean()) {
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
    }
    String start =
        "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n".formatted(part, file);
    String end = random.nextInt(8) == 0 ? "" : "\r\n--b--\r\n";
    byte[] head = start.getBytes(StandardCharsets.UTF_8);
    byte[] tail = end.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + content.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    System.arraycopy(tail, 0, all, head.length + content.length, tail.length);
    return all;
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }
}
