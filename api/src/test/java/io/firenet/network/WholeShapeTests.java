package io.firenet.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import org.junit.jupiter.api.Test;

/** Shapes of tensors that are one voxel whatever the input's size. */
class WholeShapeTests {

  private final NetworkBuilder net = new NetworkBuilder();
  private final Node input = net.input(2);
  private final Node mean = net.add("mean", new Layer.GlobalAveragePool(), input);

  @Test
  void poolingLeavesOneVoxelOfAnySize() {
    for (GridSize size : new GridSize[] {new GridSize(1, 1, 1), new GridSize(180, 3, 77)}) {
      assertEquals(new GridSize(1, 1, 1), mean.shape().at(size));
    }
    assertEquals("[2, 1]", mean.shape().toString());
  }

  @Test
  void convolutionsOfItStayOneVoxel() {
    assertEquals(TensorShape.whole(5), net.conv("y", 3, 2, 1, 5, mean).shape());
  }

  @Test
  void itCanBeSpreadToAnySizeAgain() {
    assertEquals(new TensorShape(2, 4), net.resize("y", 4, mean).shape());
  }

  @Test
  void itFitsNoTensorOfOtherSize() {
    assertThrows(NetworkException.class, () -> net.add("y", new Layer.Add(), mean, input));
    assertThrows(NetworkException.class, () -> net.add("y", new Layer.Concat(), mean, input));
  }

  @Test
  void normOfOneVoxelIsRefused() {
    NetworkException error =
        assertThrows(
            NetworkException.class, () -> net.add("y", new Layer.InstanceNorm(1e-5), mean));
    assertTrue(error.getMessage().contains("before the pooling"), error.getMessage());
  }
}
