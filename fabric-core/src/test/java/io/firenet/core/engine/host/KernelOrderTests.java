package io.firenet.core.engine.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.network.NetworkBuilder;
import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class KernelOrderTests {

  private static final WeightSpec KERNEL = kernel();

  @Test
  void outputChannelsOfOneTapLieSideBySide() {
    float[] onnx = new float[(int) KERNEL.size()]; // [4,2,3,3,3]
    int tap = 14;
    onnx[(3 * 2 + 1) * 27 + tap] = 7; // output 3, input 1
    FloatBuffer stored = FloatBuffer.allocate(onnx.length);
    KernelOrder.store(KERNEL, onnx, stored);
    assertEquals(7, stored.get((tap * 2 + 1) * 4 + 3));
  }

  @Test
  void comesBackAsItWas() {
    float[] onnx = new float[(int) KERNEL.size()];
    for (int i = 0; i < onnx.length; i++) {
      onnx[i] = i;
    }
    FloatBuffer stored = FloatBuffer.allocate(onnx.length);
    KernelOrder.store(KERNEL, onnx, stored);
    assertArrayEquals(onnx, KernelOrder.toOnnx(KERNEL, stored));
  }

  private static WeightSpec kernel() {
    NetworkBuilder net = new NetworkBuilder();
    return net.conv("l", 3, 1, 1, 4, net.input(2)).weights().get(0);
  }
}
