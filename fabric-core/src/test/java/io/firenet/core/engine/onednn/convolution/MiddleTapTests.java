package io.firenet.core.engine.onednn.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Computes;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dilated convolutions of images so small that all taps but the middle one read padding. */
class MiddleTapTests {

  private static final GridSize LARGE = new GridSize(9, 7, 6);
  private static final GridSize SMALL = new GridSize(3, 4, 2);

  @Test
  void isAloneOnlyWhereNoOtherTapReachesAVoxel() {
    ConvolutionShape dilated = ConvolutionShape.of(new Layer.Conv(5, 3, 1, 4, false));
    assertEquals(1, dilated.at(SMALL).kernel());
    assertEquals(3, dilated.at(new GridSize(3, 5, 2)).kernel());
    ConvolutionShape wide = ConvolutionShape.of(new Layer.Conv(5, 5, 1, 4, true));
    assertEquals(1, wide.at(SMALL).kernel());
    assertTrue(wide.at(SMALL).bias());
    ConvolutionShape strided = ConvolutionShape.of(new Layer.Conv(5, 3, 2, 1, false));
    assertEquals(3, strided.at(new GridSize(1, 1, 1)).kernel());
  }

  @ParameterizedTest
  @CsvSource({"32,false,F32,1e-5", "5,true,F32,1e-5", "32,false,BF16,0.03", "16,true,BF16,0.03"})
  void givesWhatAllTapsGive(int channels, boolean bias, Precision precision, double tolerance) {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    assumeTrue(
        precision == Precision.F32 || OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    Network network = network(channels, bias);
    try (TrainingEngine expected = engine(network, Precision.F32, Computes.PLAIN);
        TrainingEngine found = engine(network, precision, Computes.ONEDNN)) {
      // The large image leaves gradients of all taps behind.
      for (GridSize size : List.of(LARGE, SMALL, LARGE)) {
        double loss = gradients(expected.network("a"), size);
        assertEquals(loss, gradients(found.network("a"), size), tolerance * loss);
        network
            .weights()
            .forEach(
                spec -> {
                  float[] right = expected.network("a").weight(spec.name()).gradient();
                  float[] got = found.network("a").weight(spec.name()).gradient();
                  double largest = 1e-3;
                  for (float value : right) {
                    largest = Math.max(largest, Math.abs(value));
                  }
                  for (int i = 0; i < got.length; i++) {
                    assertEquals(right[i], got[i], tolerance * largest, size + " " + spec.name());
                  }
                });
      }
    }
  }

  private static TrainingEngine engine(Network network, Precision precision, Compute compute) {
    return new TrainingEngine(Map.of("a", network), 3, Map.of(), precision, compute);
  }

  private static double gradients(TrainableNetwork network, GridSize size) {
    Random random = new Random(7);
    float[] image = new float[(int) size.voxels()];
    short[] labels = new short[image.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
      labels[i] = (short) random.nextInt(2);
    }
    return network.gradients(image, labels, size).total();
  }

  private static Network network(int channels, boolean bias) {
    NetworkBuilder net = new NetworkBuilder();
    Node wide = net.pointwise("wide", channels, net.input(1));
    Node tested = net.add("tested", new Layer.Conv(channels, 3, 1, 4, bias), wide);
    Node[] logits = new Node[1];
    net.part(
        Part.DECODER,
        "decoder",
        () -> {
          logits[0] = net.pointwise("logits", 2, tested);
          return net;
        });
    return net.build(List.of(new Output("logits", logits[0], false)));
  }
}
