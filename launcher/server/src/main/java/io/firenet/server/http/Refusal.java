package io.firenet.server.http;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** A request that is answered with a fault; the message is one sentence for whoever asked. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;
  private final transient JsonObject details;

  /**
   * @param status the HTTP status, from 400 on
   * @param message without paths of this machine
   */
  public Refusal(int status, String message) {
    this(status, message, 0);
  }

  /**
   * @param retryAfterSeconds when it is worth asking again; 0 if that is not known
   */
  public Refusal(int status, String message, int retryAfterSeconds) {
    this(status, message, retryAfterSeconds, JsonValue.EMPTY_JSON_OBJECT);
  }

  private Refusal(int status, String message, int retryAfterSeconds, JsonObject details) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.details = details;
  }

  /** What was sent cannot be used without more being said; {@code details} are told with it. */
  public static Refusal unusable(String message, JsonObject details) {
    return new Refusal(422, message, 0, details);
  }

  /** What is told beside the sentence; mostly nothing. */
  public JsonObject details() {
    return details;
  }

  /** The request itself is wrong. */
  public static Refusal wrong(String message) {
    return new Refusal(400, message);
  }

  /** There is nothing of that name. */
  public static Refusal unknown(String what, String id) {
    return new Refusal(404, "there is no %s '%s', or it has expired".formatted(what, id));
  }

  /** There is nothing at the request's address. */
  public static Refusal nothingHere() {
    return new Refusal(404, "there is nothing at this address; /openapi.json lists what there is");
  }

  /** What was sent cannot be used. */
  public static Refusal unusable(String message) {
    return new Refusal(422, message);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** When it is worth asking again, in seconds; 0 if that is not known. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
