package io.firenet.core.engine.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Passes in which nodes are computed at the same time, on numbers that tell every order. */
class SideBySideTests {

  private static final GridSize SIZE = new GridSize(8, 8, 8);

  private static void stepSideBySide(Traces traces) {
    LanePlan plan = LanePlanTests.plan(3, new LanePlanTests.Times(20));
    traces.step(SIZE, lifecycle -> new SideBySide<>(lifecycle, plan));
  }

  @RepeatedTest(20)
  void comeToTheSameAsOneAfterTheOther() {
    Traces expected = new Traces();
    expected.step(SIZE, lifecycle -> lifecycle);
    Traces found = new Traces();
    stepSideBySide(found);
    assertEquals(expected.found(), found.found());
    assertEquals(1, expected.threads().size());
  }

  @Test
  void aFaultInALaneComesOut() {
    Traces faulty =
        new Traces() {
          @Override
          public Number forward(Node node, List<Number> inputs, boolean training) {
            if (node.name().equals("frm.n1.b3.aspp.rate1.conv")) {
              throw new IllegalStateException("no memory");
            }
            return super.forward(node, inputs, training);
          }
        };
    var fault = assertThrows(IllegalStateException.class, () -> stepSideBySide(faulty));
    assertTrue(String.valueOf(fault.getMessage()).contains("no memory"), fault::toString);
  }
}
