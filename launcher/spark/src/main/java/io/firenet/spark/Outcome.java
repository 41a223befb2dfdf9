package io.firenet.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of work came to. What it throws travels as a result: trying it again would come to
 * the same, where Spark tries again whatever a task throws. Errors, such as too little memory, are
 * left to Spark.
 *
 * @param value null if it failed
 * @param error null if it did not
 * @param <R> results
 */
record Outcome<R extends Serializable>(@Nullable R value, @Nullable Exception error)
    implements Serializable {

  static <R extends Serializable> Outcome<R> of(Callable<R> work) throws InterruptedException {
    try {
      return new Outcome<>(work.call(), null);
    } catch (InterruptedException e) {
      throw e; // the task was cancelled
    } catch (Exception e) {
      return new Outcome<>(null, travels(e) ? e : new IOException(e.toString()));
    }
  }

  private static boolean travels(Exception error) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(error);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Both brought together, or what one of them failed for. */
  Outcome<R> with(Outcome<R> other, BinaryOperator<R> together) {
    if (error != null || other.error != null) {
      return error == null ? other : this;
    }
    return new Outcome<>(together.apply(value, other.value), null);
  }

  /** The value, or whatever was thrown. */
  R get() throws IOException, InterruptedException {
    if (error instanceof IOException e) {
      throw e;
    } else if (error instanceof InterruptedException e) {
      throw e;
    } else if (error instanceof RuntimeException e) {
      throw e;
    } else if (error != null) {
      throw new IllegalStateException(error.getMessage(), error);
    }
    if (value == null) {
      throw new IllegalStateException("a worker came to nothing");
    }
    return value;
  }
}
