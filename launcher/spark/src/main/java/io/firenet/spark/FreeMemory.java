package io.firenet.spark;

import io.firenet.machine.AvailableMemory;

/**
 * A process's part of what is free on its machine. Of what was free before the workers there had
 * begun, since later on it is what others have left.
 */
final class FreeMemory {

  private static final long AT_FIRST = AvailableMemory.bytes();

  private FreeMemory() {}

  /**
   * What is left of the part: all that is free now, and no more than the part.
   *
   * @param ofMachine above 0 to 1, which is all
   * @return bytes
   */
  static long share(double ofMachine) {
    return share(ofMachine, AT_FIRST, AvailableMemory.bytes());
  }

  static long share(double ofMachine, long atFirst, long now) {
    return ofMachine < 1 ? Math.min(now, (long) (ofMachine * atFirst)) : now;
  }
}
