package io.firenet.core.engine.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.kernel.WorkTime;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which nodes are computed at the same time. */
class LanePlanTests {

  static final Network FABRIC =
      FabricNetwork.build(
          new FabricConfig(16, 16, 4, 3, 2, List.of(1, 2), 1e-5, 0.01),
          1,
          new SegmentationDecoder(),
          3);

  private static final List<Node> NODES =
      FABRIC.nodes().stream().filter(node -> !node.isImage()).toList();

  /** Of a library that gains nothing from several threads in one node. */
  record Times(double handingOver) implements WorkTime {

    @Override
    public double alone(ElementType type, double flop, double bytes) {
      return 10 + flop / 1e5 + bytes / 1e4;
    }

    @Override
    public double together(double alone) {
      return alone;
    }
  }

  static LanePlan plan(int lanes, WorkTime times) {
    return new LanePlan(FABRIC, ElementType.FLOAT32, new GridSize(24, 20, 28), lanes, times);
  }

  private static Set<LanePlan.Group> groups(LanePlan plan) {
    return NODES.stream().flatMap(node -> plan.group(node).stream()).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void lanesDoNotReadEachOther(int lanes) {
    LanePlan plan = plan(lanes, new Times(50));
    assertFalse(groups(plan).isEmpty());
    for (LanePlan.Group group : groups(plan)) {
      assertTrue(group.lanes().size() > 1 && group.lanes().size() <= lanes, group::toString);
      for (int lane = 0; lane < group.lanes().size(); lane++) {
        for (Node node : group.lanes().get(lane)) {
          assertEquals(lane, plan.lane(node));
          for (Node read : node.inputs()) {
            boolean inside = plan.group(read).filter(group::equals).isPresent();
            assertTrue(!inside || plan.lane(read) == lane, () -> node + " reads " + read);
          }
        }
      }
    }
  }

  @Test
  void groupsAreConsecutiveAndInOrder() {
    for (LanePlan.Group group : groups(plan(2, new Times(50)))) {
      List<Integer> places =
          group.lanes().stream().flatMap(List::stream).map(NODES::indexOf).sorted().toList();
      assertEquals(places.get(places.size() - 1) - places.get(0) + 1, places.size());
      for (List<Node> lane : group.lanes()) {
        List<Integer> inLane = lane.stream().map(NODES::indexOf).toList();
        assertEquals(inLane.stream().sorted().toList(), inLane);
      }
    }
  }

  @Test
  void branchesOfAColumnAreSideBySide() {
    LanePlan plan = plan(2, new Times(50));
    Node finest = named("frm.n2.b1.aspp.rate2.conv");
    assertTrue(plan.group(finest).isPresent());
    assertNotEquals(
        Set.of(plan.lane(finest)),
        plan.group(finest).orElseThrow().lanes().stream()
            .flatMap(List::stream)
            .map(plan::lane)
            .collect(Collectors.toSet()));
  }

  private static Node named(String name) {
    return NODES.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void nothingIsSharedOutThatIsNotWorthIt() {
    assertTrue(groups(plan(2, new Times(1e9))).isEmpty());
    assertTrue(groups(plan(1, new Times(1))).isEmpty());
    assertTrue(NODES.stream().allMatch(node -> plan(1, new Times(1)).lane(node) == -1));
  }
}
