package io.firenet.server.kserve;

import io.firenet.model.ModelCard;
import io.firenet.preprocess.ImageExamination;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.server.http.Caller;
import io.firenet.server.http.ClientWatch;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.job.ModelPass;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ServedModel;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.queue.Ticket;
import io.firenet.server.queue.WatchedPass;
import io.firenet.server.storage.MemoryGate;
import io.firenet.volume.Volume;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@code /v2}. */
public final class KserveRoutes {

  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  /** A text of numbers takes several times the memory of the numbers. */
  private static final int JSON_FACTOR = 12;

  private static final int BINARY_FACTOR = 3;

  private final String software;
  private final ModelList models;
  private final ModelPass pass;
  private final PassQueue queue;
  private final MemoryGate memory;
  private final long mostBytes;

  /**
   * @param mostBytes of a request
   */
  public KserveRoutes(
      String software,
      ModelList models,
      ModelPass pass,
      PassQueue queue,
      MemoryGate memory,
      long mostBytes) {
    this.software = software;
    this.models = models;
    this.pass = pass;
    this.queue = queue;
    this.memory = memory;
    this.mostBytes = mostBytes;
  }

  public void addTo(RouteList routes) {
    routes.get("/v2", this::server);
    routes.get("/v2/health/live", ctx -> Reply.json(ctx, 200, flag("live")));
    routes.get("/v2/health/ready", this::ready);
    routes.get("/v2/models/{name}", this::describe);
    routes.get("/v2/models/{name}/ready", this::modelReady);
    routes.post("/v2/models/{name}/infer", this::infer);
  }

  private static JsonObject flag(String name) {
    return Json.createObjectBuilder().add(name, true).build();
  }

  private void server(Context ctx) {
    Reply.json(
        ctx,
        200,
        Json.createObjectBuilder()
            .add("name", "firenet")
            .add("version", software)
            .add("extensions", Json.createArrayBuilder().add("binary_tensor_data"))
            .build());
  }

  private void ready(Context ctx) {
    if (queue.isStopping()) {
      throw new Refusal(503, "the server is about to end");
    }
    Reply.json(ctx, 200, flag("ready"));
  }

  private void modelReady(Context ctx) throws IOException {
    models.usable(ctx.pathParam("name"));
    Reply.json(ctx, 200, flag("ready"));
  }

  private void describe(Context ctx) throws IOException {
    ServedModel model = models.usable(ctx.pathParam("name"));
    ModelCard card = model.card().orElseThrow();
    JsonArrayBuilder outputs = Json.createArrayBuilder().add(TensorReply.describe(card));
    Reply.json(
        ctx,
        200,
        Json.createObjectBuilder()
            .add("name", model.name())
            .add("platform", "firenet_onnx")
            .add("versions", Json.createArrayBuilder().add("1"))
            .add(
                "inputs",
                Json.createArrayBuilder()
                    .add(TensorReply.tensor("image", "FP32", card.channels().size(), -1, -1, -1)))
            .add("outputs", outputs)
            .build());
  }

  private void infer(Context ctx) throws IOException, InterruptedException {
    ServedModel model = models.usable(ctx.pathParam("name"));
    ModelCard card = model.card().orElseThrow();
    long length = ctx.req().getContentLengthLong();
    if (length < 0) {
      throw new Refusal(411, "the request must say how long it is, with Content-Length");
    }
    int header = headerLength(ctx, length);
    try (MemoryGate.Pass held = memory.take(BINARY_FACTOR * length + (long) JSON_FACTOR * header)) {
      byte[] body = Reply.body(ctx, mostBytes);
      JsonObject request = Reply.object(Arrays.copyOf(body, Math.min(header, body.length)));
      ByteBuffer binary =
          ByteBuffer.wrap(body, Math.min(header, body.length), Math.max(0, body.length - header));
      Volume volume =
          TensorImage.read(
              request, binary.slice(), card.channels().size(), card.preprocessing().spacingMm());
      Prediction prediction =
          WatchedPass.run(
              queue,
              Caller.of(ctx),
              ClientWatch.of(ctx),
              ticket ->
                  pass.with(
                      model.files(),
                      false,
                      volume.geometry(),
                      predictor -> predict(predictor, volume, ticket)));
      String id = request.get("id") instanceof JsonString given ? given.getString() : "";
      send(ctx, TensorReply.of(model.name(), id, prediction, wantsBinary(request)));
    }
  }

  private static int headerLength(Context ctx, long length) {
    String told = ctx.header(HEADER_LENGTH);
    if (told == null) {
      return (int) Math.min(Integer.MAX_VALUE, length);
    }
    if (!told.matches("\\d{1,9}") || Long.parseLong(told) > length) {
      throw Refusal.wrong(HEADER_LENGTH + " must be the length of the JSON");
    }
    return Integer.parseInt(told);
  }

  private static Prediction predict(Predictor predictor, Volume volume, Ticket ticket) {
    ImageExamination examination = predictor.examine(volume);
    if (!examination.faults().isEmpty()) {
      throw Refusal.unusable(String.join("; ", examination.faults()));
    }
    return ticket.await(predictor.predictAsync(volume, part -> {}));
  }

  private static boolean wantsBinary(JsonObject request) {
    if (request.get("outputs") instanceof JsonArray outputs) {
      return outputs.stream()
          .filter(JsonObject.class::isInstance)
          .map(JsonValue::asJsonObject)
          .map(output -> output.get("parameters"))
          .filter(JsonObject.class::isInstance)
          .anyMatch(parameters -> parameters.asJsonObject().get("binary_data") == JsonValue.TRUE);
    }
    return request.get("parameters") instanceof JsonObject parameters
        && parameters.get("binary_data_output") == JsonValue.TRUE;
  }

  private static void send(Context ctx, TensorReply reply) throws IOException {
    byte[] json = reply.json().toString().getBytes(StandardCharsets.UTF_8);
    if (reply.binary().length == 0) {
      ctx.contentType("application/json").result(json);
      return;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(json.length + reply.binary().length);
    body.write(json);
    body.write(reply.binary());
    ctx.header(HEADER_LENGTH, Integer.toString(json.length));
    ctx.contentType("application/octet-stream").result(body.toByteArray());
  }
}
