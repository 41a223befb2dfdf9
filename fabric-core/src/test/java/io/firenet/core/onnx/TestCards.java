package io.firenet.core.onnx;

import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.network.Network;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Model cards that fit a network. */
public final class TestCards {

  private TestCards() {}

  public static ModelCard of(Network network) {
    return new ModelCard(
        ModelCard.FORMAT_VERSION,
        "test-network",
        network.parameters(),
        "phantom",
        "Random weights",
        "segmentation",
        names("channel", network.input().shape().channels()),
        names("label", network.outputs().get(0).node().shape().channels()),
        List.of(),
        PreprocessingPlan.PAPER,
        "CC0",
        "",
        new Provenance(
            "firenet test", Map.of("phantom", 1), 0, 1, 0.2, "2026-01-01T00:00:00Z", Map.of()));
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
