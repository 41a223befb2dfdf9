package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CohortPaceTests {

  private final AtomicLong clock = new AtomicLong(7_000_000_000L);
  private final CohortPace pace = new CohortPace(clock::get);

  private void done(double atSecond, String worker, Double... seconds) {
    at(atSecond);
    pace.add(worker, List.of(seconds));
  }

  private void at(double second) {
    clock.set(7_000_000_000L + (long) (second * 1e9));
  }

  @Test
  void imagesASecondAreThoseAfterEachWorkersFirst() {
    done(10, "one", 3.0);
    done(13, "other", 9.0, 0.5, 0.5); // the first at 12
    done(12.5, "one", 1.0);
    done(15, "one", 0.5, 0.5, 0.5); // 4 in 5 s
    done(16, "other", 1.0); // 3 in 4 s
    at(16.25);
    assertEquals(
        "16.3 s in all, 12.0 s until each of 2 workers had done its first image, then 1.55 images a"
            + " second",
        pace.toString());
  }

  @Test
  void whatIsNotKnownIsNotTold() {
    at(3);
    assertEquals("3.0 s in all", pace.toString());
    done(4, "one", 1.0);
    assertEquals("4.0 s in all, 4.0 s until the worker had done its first image", pace.toString());
  }
}
