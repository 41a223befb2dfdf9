package io.firenet.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NativeCallsTests {

  @Test
  @Timeout(20)
  void theEndStopsTheCallsAndWaitsForThem() throws Exception {
    NativeCalls calls = new NativeCalls();
    CountDownLatch stopped = new CountDownLatch(2);
    NativeCalls.Call first = calls.begin(stopped::countDown);
    NativeCalls.Call second = calls.begin(stopped::countDown);
    CompletableFuture<Void> end = CompletableFuture.runAsync(calls::end);
    stopped.await();
    assertThrows(CancellationException.class, calls::begin);
    first.close();
    assertFalse(end.isDone(), "a call is still in progress");
    second.close();
    end.get(10, TimeUnit.SECONDS);
    assertEquals(0, stopped.getCount());
  }
}
