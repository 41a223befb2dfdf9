package io.firenet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FreeMemoryTests {

  @Test
  void partOfWhatWasFreeHoldsWhateverOthersHaveTaken() {
    assertEquals(50, FreeMemory.share(0.5, 100, 100));
    assertEquals(50, FreeMemory.share(0.5, 100, 50), "another has taken its part");
    assertEquals(20, FreeMemory.share(0.5, 100, 20), "no more than there is");
    assertEquals(200, FreeMemory.share(1, 100, 200), "alone on its machine");
  }
}
