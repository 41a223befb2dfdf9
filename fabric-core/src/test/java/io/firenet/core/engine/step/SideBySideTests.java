package io.firenet.core.engine.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Passes in which nodes are computed at the same time, on numbers that tell every order. */
class SideBySideTests {

  private static final Network NETWORK = LanePlanTests.FABRIC;

  /** A tensor of one number. */
  private static final class Number {
    private long value;

    Number(long value) {
      this.value = value;
    }
  }

  /** Operations whose results depend on everything that they depend on, and on its order. */
  private static class Traces implements StepOperations<Number> {

    private final Map<Node, Long> outputs = new ConcurrentHashMap<>();
    private final Map<Node, Long> gradients = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public Number forward(Node node, List<Number> inputs, boolean training) {
      threads.add(Thread.currentThread());
      long value = node.name().hashCode();
      for (Number input : inputs) {
        value = 31 * value + input.value;
      }
      outputs.put(node, value);
      Thread.yield(); // for the others to get between
      return new Number(value);
    }

    @Override
    public List<@Nullable Number> backward(
        Node node, List<Number> inputs, Number output, Number gradient) {
      gradients.put(node, gradient.value);
      List<@Nullable Number> parts = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        parts.add(new Number(37 * gradient.value + 41 * output.value + i));
      }
      Thread.yield();
      return parts;
    }

    @Override
    public void add(Node node, Number sum, Number part) {
      sum.value = 31 * sum.value + part.value;
    }

    @Override
    public void release(Number tensor) {
      // nothing to give back
    }
  }

  private static void step(Traces traces, boolean sideBySide) {
    ActivationLifetimes lifetimes = new ActivationLifetimes(NETWORK, Checkpointing.OFF);
    StepLifecycle<Number> lifecycle = new StepLifecycle<>(NETWORK, lifetimes, traces);
    LanePlan plan = LanePlanTests.plan(3, new LanePlanTests.Times(20));
    NodePasses passes = sideBySide ? new SideBySide<>(lifecycle, plan) : lifecycle;
    lifecycle.begin(NETWORK.input(), new Number(1), new GridSize(8, 8, 8));
    List<Node> nodes = NETWORK.nodes().stream().filter(node -> !node.isImage()).toList();
    nodes.forEach(node -> passes.forward(node, true));
    NETWORK.outputs().forEach(output -> lifecycle.addGradient(output.node(), new Number(3)));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      passes.backward(nodes.get(i));
    }
  }

  @RepeatedTest(20)
  void comeToTheSameAsOneAfterTheOther() {
    Traces expected = new Traces();
    step(expected, false);
    Traces found = new Traces();
    step(found, true);
    assertEquals(byName(expected.outputs), byName(found.outputs));
    assertEquals(byName(expected.gradients), byName(found.gradients));
    assertEquals(1, expected.threads.size());
  }

  private static Map<String, Long> byName(Map<Node, Long> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().name(), Map.Entry::getValue));
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
    var fault = assertThrows(IllegalStateException.class, () -> step(faulty, true));
    assertTrue(String.valueOf(fault.getMessage()).contains("no memory"), fault::toString);
  }
}
