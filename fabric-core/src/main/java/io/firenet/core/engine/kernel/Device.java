package io.firenet.core.engine.kernel;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a kernel library computes on.
 *
 * @param name as {@code --device} takes it: {@code cpu} or {@code cuda:0}
 * @param title for people, with the driver where there is one
 * @param memoryBytes its own memory; absent where it is the process's
 * @param freeBytes what of that is free; absent where it is the process's
 * @param unusable why the library cannot compute on it, in one line; absent if it can
 */
public record Device(
    String name,
    String title,
    OptionalLong memoryBytes,
    OptionalLong freeBytes,
    Optional<String> unusable) {

  /** The name of the processor. */
  public static final String CPU = "cpu";

  /** The processor, which shares the process's memory. */
  public static Device cpu() {
    return new Device(
        CPU, "processor", OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  public boolean isCpu() {
    return name.equals(CPU);
  }

  @Override
  public String toString() {
    return name;
  }
}
