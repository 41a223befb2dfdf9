package io.firenet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import org.junit.jupiter.api.Test;

/** Shapes, weights and arithmetic of pooled, transposed and depthwise layers. */
class LayerShapeTests {

  private final NetworkBuilder net = new NetworkBuilder();
  private final Node input = net.input(6);

  @Test
  void poolingHalvesAndTransposedConvolutionDoubles() {
    Node half = net.maxPool("half", input);
    Node quarter = net.maxPool("quarter", half);
    assertEquals(new TensorShape(6, 4), quarter.shape());
    assertEquals(new TensorShape(3, 2), net.convTranspose("up", 3, quarter).shape());
    assertEquals(new TensorShape(6, 1), net.convTranspose("full", 6, half).shape());
  }

  @Test
  void nothingGoesUpBeyondTheImage() {
    NetworkException error =
        assertThrows(NetworkException.class, () -> net.convTranspose("up", 3, input));
    assertTrue(error.getMessage().contains("multiple of 2"), error.getMessage());
    assertThrows(
        NetworkException.class,
        () -> net.convTranspose("up", 3, net.add("mean", new Layer.GlobalAveragePool(), input)));
  }

  @Test
  void weightsHaveOnnxShapes() {
    Node half = net.maxPool("half", input);
    WeightSpec up = net.convTranspose("up", 3, half).weights().get(0);
    assertArrayEquals(new int[] {6, 3, 2, 2, 2}, up.shape());
    assertEquals(6, up.fanIn());
    WeightSpec depthwise = net.depthwise("depthwise", 3, input).weights().get(0);
    assertArrayEquals(new int[] {6, 1, 3, 3, 3}, depthwise.shape());
    assertEquals(27, depthwise.fanIn());
    WeightSpec slope = net.add("prelu", new Layer.PRelu(), input).weights().get(0);
    assertArrayEquals(new int[] {6}, slope.shape());
    assertEquals("prelu.slope", slope.name());
  }

  @Test
  void arithmeticCountsEachProductTwice() {
    GridSize size = new GridSize(3, 4, 5);
    assertEquals(2 * 27 * 6 * 60, net.depthwise("depthwise", 3, input).convolutionFlop(size));
    Node half = net.maxPool("half", input);
    assertEquals(0, half.convolutionFlop(size));
    int halfVoxels = 2 * 2 * 3;
    assertEquals(
        2 * 8 * 6 * 3 * halfVoxels, net.convTranspose("up", 3, half).convolutionFlop(size));
  }

  @Test
  void attributesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Layer.MaxPool(1));
    assertThrows(IllegalArgumentException.class, () -> new Layer.ConvTranspose(0, 2));
    assertThrows(IllegalArgumentException.class, () -> new Layer.DepthwiseConv(4, 1));
  }
}
