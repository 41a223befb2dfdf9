package io.firenet.server.http;

import io.firenet.file.ForeignText;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fault as {@code {"error": "one sentence"}}. What a fault of ours was goes to the log as the
 * place where it happened, as messages may hold names.
 */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String UNEXPECTED =
      "the server met an unexpected fault; its log says where it happened";

  private Failures() {}

  /** Has a server answer in this way. */
  public static void install(JavalinConfig config) {
    config.routes.exception(Exception.class, Failures::answer);
    config.routes.exception(HttpResponseException.class, Failures::answer);
    config.router.javaLangErrorHandler(Failures::answerError);
    config.jetty.modifyServer(Failures::install);
  }

  private static void install(Server server) {
    server.setErrorHandler(new BeforeRoutes());
  }

  private static void answer(Exception fault, Context ctx) {
    if (fault instanceof Refusal refusal) {
      if (refusal.retryAfterSeconds() > 0) {
        ctx.header("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
      }
      String sentence = String.valueOf(refusal.getMessage());
      ctx.status(refusal.status())
          .contentType("application/json")
          .result(json(sentence, refusal.details()));
    } else if (fault instanceof HttpResponseException known) {
      write(ctx, known.getStatus(), describe(known.getStatus()));
    } else if (fault instanceof JsonException) {
      write(ctx, 400, "the body is not the JSON that is expected: " + fault.getMessage());
    } else if (httpFault(fault) instanceof HttpException http && http.getCode() < 500) {
      write(ctx, http.getCode(), "the request is malformed: " + http.getReason());
    } else if (ClientSilence.causes(fault)) {
      ctx.status(408);
    } else {
      log(fault);
      write(ctx, 500, UNEXPECTED);
    }
  }

  /** The fault in the request's form that another one wraps. */
  private static @Nullable Object httpFault(Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      if (each instanceof HttpException) {
        return each;
      }
    }
    return null;
  }

  private static void answerError(HttpServletResponse response, Error error) {
    log(error);
    boolean memory = error instanceof OutOfMemoryError;
    response.setStatus(memory ? 503 : 500);
    response.setContentType("application/json");
    try {
      response
          .getOutputStream()
          .write(
              json(memory ? "the server is out of memory; try again later" : UNEXPECTED)
                  .getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      LOG.debug("the client has gone", gone);
    }
  }

  private static void log(Throwable fault) {
    StackTraceElement[] frames = fault.getStackTrace();
    LOG.error("{} at {}", fault.getClass().getName(), frames.length > 0 ? frames[0] : "?");
    LOG.debug("in full", fault);
  }

  private static void write(Context ctx, int status, String sentence) {
    ctx.status(status).contentType("application/json").result(json(sentence));
  }

  private static String json(String sentence) {
    return json(sentence, JsonValue.EMPTY_JSON_OBJECT);
  }

  private static String json(String sentence, JsonObject details) {
    return Json.createObjectBuilder(details)
        .add("error", ForeignText.line(sentence))
        .build()
        .toString();
  }

  private static String describe(int status) {
    return switch (status) {
      case 404 -> String.valueOf(Refusal.nothingHere().getMessage());
      case 405 -> "this address takes another method; /openapi.json lists them";
      case 413 -> "the request is too large";
      default -> "the request cannot be answered (%s)".formatted(status);
    };
  }

  /** Faults in a request's form, which reach no route. */
  private static final class BeforeRoutes extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int status = response.getStatus();
      String sentence =
          status == 404 || status == 405 || status == 413
              ? describe(status)
              : "the request is malformed (%s)".formatted(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(
          true, ByteBuffer.wrap(json(sentence).getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }

    @Override
    public boolean errorPageForMethod(String method) {
      return true;
    }
  }
}
