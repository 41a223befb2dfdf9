package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CohortPaceTests {

  private final AtomicLong clock = new AtomicLong(7_000_000_000L);
  private final CohortPace pace = new CohortPace(clock::get);

  private void done(double atSecond, String worker) {
    at(atSecond);
    pace.add(worker);
  }

  private void at(double second) {
    clock.set(7_000_000_000L + (long) (second * 1e9));
  }

  @Test
  void imagesASecondAreThoseAfterEachWorkersFirst() {
    done(10, "one");
    done(12, "other");
    done(12.5, "one");
    done(15, "one"); // 2 in 5 s
    done(14, "other"); // 1 in 2 s
    at(15.25);
    assertEquals(
        "15.3 s in all, 12.0 s until each of 2 workers had done its first image, then 0.90 images a"
            + " second",
        pace.toString());
  }

  @Test
  void whatIsNotKnownIsNotTold() {
    at(3);
    assertEquals("3.0 s in all", pace.toString());
    done(4, "one");
    assertEquals("4.0 s in all, 4.0 s until the worker had done its first image", pace.toString());
  }
}
