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
    return ModelCard.builder("test-network", "phantom")
        .parameters(network.parameters())
        .title("Random weights")
        .objective("segmentation")
        .channels(names("channel", network.input().shape().channels()))
        .labels(names("label", network.outputs().get(0).node().shape().channels()))
        .preprocessing(PreprocessingPlan.PAPER)
        .licence("CC0")
        .provenance(Provenance.builder("firenet test").trainedOn(Map.of("phantom", 1)).build())
        .build();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
