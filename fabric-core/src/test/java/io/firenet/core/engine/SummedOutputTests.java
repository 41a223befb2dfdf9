package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import org.junit.jupiter.api.Test;

/** Outputs that are no convolutions, as of networks with deep supervision by sums. */
class SummedOutputTests {

  private static final Network NETWORK = SummedOutputs.build();
  private static final GridSize SIZE = new GridSize(11, 13, 17);

  @Test
  void gradientsAreThoseOfTheReference() {
    new GradientCheck(NETWORK, SIZE, 7).run(2e-3);
  }

  @Test
  void gradientsWithoutOneDnnAreThoseOfTheReference() {
    new GradientCheck(NETWORK, SIZE, 7).run(Precision.F32, Computes.PLAIN, 1e-4, 2e-3);
  }

  /**
   * The image, three kernels, the outputs of five layers and the gradients of three are rounded to
   * bfloat16, each off by up to 2⁻⁹.
   */
  @Test
  void bfloat16GradientsAreNearThoseOfTheReference() {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    double tolerance = 12 / 512.0;
    new GradientCheck(NETWORK, SIZE, 7).run(Precision.BF16, tolerance, tolerance);
  }

  @Test
  void meanInATrainableSumIsRefusedInBfloat16() {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    Network network =
        LayerCases.around(
            (net, x) -> {
              Node mean = net.add("m", new Layer.GlobalAveragePool(), x[1]);
              return net.add("l", new Layer.TrainableSum(), x[0], net.resize("r", 1, mean));
            });
    GradientCheck check = new GradientCheck(network, SIZE, 7);
    var error =
        assertThrows(IllegalArgumentException.class, () -> check.run(Precision.BF16, 0.1, 0.1));
    assertTrue(error.getMessage().contains("--precision f32"), error.getMessage());
  }

  @Test
  void bfloat16IsChosenWhereItIsFaster() {
    Precision expected = Computes.ONEDNN.acceleratesBfloat16() ? Precision.BF16 : Precision.F32;
    assertEquals(expected, Precision.AUTO.resolve(NETWORK, Computes.ONEDNN));
  }
}
