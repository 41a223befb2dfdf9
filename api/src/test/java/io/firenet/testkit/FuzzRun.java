package io.firenet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Tries damaged inputs, each of which must end in a result or an {@link IOException} of one line,
 * soon, and without more memory than its size allows. {@code -Dfirenet.fuzz.cases=20000} tries
 * more, {@code -Dfirenet.fuzz.seed=7} others.
 */
public final class FuzzRun {

  /** How many inputs the build tries of each kind. */
  public static final int CASES = Integer.getInteger("firenet.fuzz.cases", 600);

  private static final double MAX_SECONDS = 5;
  private static final long SEED = Long.getLong("firenet.fuzz.seed", 1);

  private final long budgetBytes;

  /** What is tried on a damaged input. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads it.
     *
     * @throws IOException as the code under test may, in one line
     */
    void run() throws IOException;
  }

  /** Prepares a damaged input. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Damages something and tells how it is read; not part of what is measured.
     *
     * @param mutations decides what is damaged, by its seed
     * @return the reading that is measured
     * @throws IOException if the input cannot be written
     */
    Reading prepare(Mutations mutations) throws IOException;
  }

  /**
   * A run with a limit.
   *
   * @param budgetBytes that may be allocated for one input, all buffers included
   */
  public FuzzRun(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * Tries as many inputs as {@link #CASES} says.
   *
   * @param preparation called once for each input
   * @throws IOException if an input cannot be prepared; what its reading throws is judged instead
   */
  public void repeat(Preparation preparation) throws IOException {
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Reading reading = preparation.prepare(new Mutations(SEED * 1_000_003 + i));
      refused += isRefused(reading, i) ? 1 : 0;
    }
    assertTrue(refused > CASES / 10, () -> "the damage hardly ever matters");
    assertTrue(refused < CASES, () -> "nothing gets past the first check");
  }

  private boolean isRefused(Reading reading, int index) {
    String which = "case %d of seed %d: ".formatted(index, SEED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    boolean refused = false;
    try {
      reading.run();
    } catch (IOException e) {
      refused = true;
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), () -> which + e);
    } catch (RuntimeException | Error e) {
      fail(which + e, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(seconds < MAX_SECONDS, () -> which + seconds + " s");
    assertTrue(bytes < budgetBytes, () -> which + bytes + " bytes allocated");
    return refused;
  }
}
