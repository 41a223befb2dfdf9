package io.firenet.server;

import io.firenet.file.ForeignJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a server as a program would. */
final class Client {

  private static final String BOUNDARY = "----parts-of-a-test";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private String[] headers = {};

  Client(FirenetServer server) {
    address = server.address();
  }

  /** With headers that every request has, name and value in turn. */
  Client with(String... nameAndValue) {
    headers = nameAndValue;
    return this;
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path.replaceFirst("^/", "")))
            .timeout(Duration.ofMinutes(1));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  HttpResponse<byte[]> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  /** Sends a file as a part of a form, with other parts as name and text in turn. */
  HttpResponse<byte[]> upload(String method, String path, String part, Path file, String... texts)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < texts.length; i += 2) {
      write(
          body,
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(BOUNDARY, texts[i], texts[i + 1]));
    }
    write(
        body,
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(BOUNDARY, part, file.getFileName()));
    body.write(Files.readAllBytes(file));
    write(body, "\r\n--%s--\r\n".formatted(BOUNDARY));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  private static void write(ByteArrayOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  static JsonObject object(HttpResponse<byte[]> response) {
    return ForeignJson.parse(response.body()).asJsonObject();
  }

  static JsonArray array(HttpResponse<byte[]> response) {
    return ForeignJson.parse(response.body()).asJsonArray();
  }

  static String error(HttpResponse<byte[]> response) {
    return object(response).getString("error");
  }

  /** Opens an image. */
  JsonObject open(Path file) throws IOException, InterruptedException {
    return object(upload("POST", "/api/images", "file", file));
  }

  /** Submits a job and follows its events to the end; gives what the last one says. */
  JsonObject run(String image, String model) throws IOException, InterruptedException {
    JsonObject job =
        object(
            post("/api/jobs", "{\"image\": \"%s\", \"models\": [\"%s\"]}".formatted(image, model)));
    return follow(job.getString("id"));
  }

  JsonObject follow(String job) throws IOException, InterruptedException {
    String events =
        new String(get("/api/jobs/%s/events".formatted(job)).body(), StandardCharsets.UTF_8);
    String last = events.substring(events.lastIndexOf("data: ") + 6).strip();
    JsonValue state = ForeignJson.parse(last);
    return state.asJsonObject();
  }
}
