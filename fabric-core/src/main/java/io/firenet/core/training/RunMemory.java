package io.firenet.core.training;

import io.firenet.machine.AvailableMemory;
import java.util.function.LongSupplier;

/**
 * The memory that a run is planned for. A device with memory of its own is asked for that.
 *
 * @param processBytes what this process may still take, asked when a run is planned
 * @param stepsElsewhere whether other processes do the steps: each plans them for what it has, and
 *     this one needs room for the weights alone
 */
public record RunMemory(LongSupplier processBytes, boolean stepsElsewhere) {

  /** All that is free on this machine. */
  public static final RunMemory HERE = new RunMemory(AvailableMemory::bytes, false);

  /** Of a process that lets others do the steps. */
  public static final RunMemory OF_OTHERS = new RunMemory(AvailableMemory::bytes, true);

  /**
   * That of a process that shares its machine with others.
   *
   * @param processBytes what it may still take
   * @return what its steps are planned for
   */
  public static RunMemory share(LongSupplier processBytes) {
    return new RunMemory(processBytes, false);
  }
}
