package io.firenet.core.engine.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of weights that follow a backward pass, on numbers that tell every order. */
class WeightsBehindTests {

  private static final GridSize SMALL = new GridSize(8, 8, 8);
  private static final GridSize LARGE = new GridSize(80, 80, 80); // some activations come again
  private static final LanePlan PLAN = LanePlanTests.plan(2, new LanePlanTests.Times(20));

  private static void step(Traces traces, GridSize size, int lanes, long mostBytes) {
    traces.step(
        size,
        lifecycle -> new WeightsBehind<>(lifecycle, lifecycle, traces, PLAN, lanes, mostBytes));
  }

  /** What is read after it was given back, and what is given back twice, the traces refuse. */
  @ParameterizedTest
  @CsvSource({"1,1000", "1,6", "1,0", "3,1000", "3,6", "0,0"})
  void comeToTheSameAsAtTheirNodes(int lanes, long mostBytes) {
    for (GridSize size : List.of(SMALL, LARGE)) {
      Traces expected = new Traces();
      expected.step(size, lifecycle -> lifecycle);
      for (int i = 0; i < 20; i++) {
        Traces found = new Traces();
        step(found, size, lanes, mostBytes);
        assertEquals(expected.found(), found.found());
      }
    }
  }

  @Test
  void noMoreWaitsThanMay() {
    AtomicInteger waiting = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Traces traces =
        new Traces() {
          @Override
          public List<Number> inputGradients(Node node, List<Number> inputs, Number gradient) {
            List<Number> gradients = super.inputGradients(node, inputs, gradient);
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            return gradients;
          }

          @Override
          public void weightGradients(int lane, Node node, List<Number> inputs, Number gradient) {
            super.weightGradients(lane, node, inputs, gradient);
            waiting.decrementAndGet();
          }
        };
    step(traces, SMALL, 1, 6); // of two tensors each, so three and the one that is too much
    assertTrue(most.get() <= 4, most::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aFaultComesOutWhenNothingIsAtWorkAnyMore(int lanes) {
    Error error = new OutOfMemoryError("of the test");
    AtomicInteger atWork = new AtomicInteger();
    Traces faulty =
        new Traces() {
          @Override
          public void weightGradients(int lane, Node node, List<Number> inputs, Number gradient) {
            atWork.incrementAndGet();
            try {
              if (node.name().equals("frm.n1.b3.aspp.rate1.conv")) {
                throw error;
              }
              super.weightGradients(lane, node, inputs, gradient);
            } finally {
              atWork.decrementAndGet();
            }
          }
        };
    assertSame(error, assertThrows(Error.class, () -> step(faulty, SMALL, lanes, 1000)));
    assertEquals(0, atWork.get());
  }

  @RepeatedTest(5)
  void aFaultOfThePassWaitsForTheLanes() {
    AtomicInteger atWork = new AtomicInteger();
    Traces faulty =
        new Traces() {
          @Override
          public List<Number> inputGradients(Node node, List<Number> inputs, Number gradient) {
            if (node.name().equals("frm.n1.b3.aspp.rate1.conv")) {
              throw new IllegalStateException("no memory");
            }
            return super.inputGradients(node, inputs, gradient);
          }

          @Override
          public void weightGradients(int lane, Node node, List<Number> inputs, Number gradient) {
            atWork.incrementAndGet();
            super.weightGradients(lane, node, inputs, gradient);
            atWork.decrementAndGet();
          }
        };
    var fault = assertThrows(IllegalStateException.class, () -> step(faulty, SMALL, 2, 1000));
    assertEquals("no memory", fault.getMessage());
    assertEquals(0, atWork.get());
  }

  @Test
  void areLeftBehindWhereThatIsExpectedToBeFaster() {
    assertTrue(PLAN.leavesWeightsBehind(1, node -> true));
    assertFalse(PLAN.leavesWeightsBehind(1, node -> false), "a frozen network has none");
    assertFalse(PLAN.leavesWeightsBehind(0, node -> true), "no lane takes them");
  }
}
