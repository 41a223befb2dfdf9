package io.firenet.core.engine.step;

import io.firenet.network.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;

/**
 * The passes of a step in which some nodes are computed at the same time. Gradients are added up in
 * the order in which they would be otherwise, so that chance has no part in the result.
 *
 * @param <T> tensors
 */
final class SideBySide<T> implements NodePasses {

  private final StepLifecycle<T> lifecycle;
  private final LanePlan plan;

  SideBySide(StepLifecycle<T> lifecycle, LanePlan plan) {
    this.lifecycle = lifecycle;
    this.plan = plan;
  }

  /** A group is computed when its first node's turn comes. */
  @Override
  public void forward(Node node, boolean training) {
    LanePlan.Group group = plan.group(node).orElse(null);
    if (group == null) {
      lifecycle.forward(node, training);
    } else if (node == group.first()) {
      inLanes(
          group.lanes().size(),
          lane -> group.lanes().get(lane).forEach(one -> lifecycle.forward(one, training)));
    }
  }

  /** It goes backward when its last node's turn comes. */
  @Override
  public void backward(Node node) {
    LanePlan.Group group = plan.group(node).orElse(null);
    if (group == null) {
      lifecycle.backward(node);
    } else if (node == group.last()) {
      backward(group);
    }
  }

  /** A part of the gradient of a node outside the group. */
  private record Part<T>(int reader, Node node, T gradient) {}

  private void backward(LanePlan.Group group) {
    group.lanes().forEach(lane -> reversed(lane).forEach(lifecycle::prepareBackward));
    List<List<Part<T>>> parts = new ArrayList<>();
    group.lanes().forEach(lane -> parts.add(new ArrayList<>()));
    inLanes(
        group.lanes().size(),
        lane -> {
          for (Node node : reversed(group.lanes().get(lane))) {
            lifecycle.backward(
                node,
                (read, part) -> {
                  if (plan.group(read).orElse(null) == group) {
                    lifecycle.addGradient(read, part);
                  } else {
                    parts.get(lane).add(new Part<>(plan.place(node), read, part));
                  }
                });
          }
        });
    parts.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt((Part<T> part) -> part.reader).reversed())
        .forEach(part -> lifecycle.addGradient(part.node, part.gradient));
  }

  private static List<Node> reversed(List<Node> lane) {
    List<Node> reversed = new ArrayList<>(lane);
    Collections.reverse(reversed);
    return reversed;
  }

  /** The first lane by this thread, which takes others over that nobody has begun by then. */
  private static void inLanes(int count, IntConsumer body) {
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int lane = 1; lane < count; lane++) {
      int one = lane;
      others.add(ForkJoinTask.adapt(() -> body.accept(one)).fork());
    }
    try {
      body.accept(0);
    } finally {
      others.forEach(ForkJoinTask::quietlyJoin);
    }
    others.forEach(ForkJoinTask::join);
  }
}
