package io.firenet.core.engine.onednn.convolution;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cdeba;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.Random;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in blocks, by way of a matrix, against oneDNN's own reorder. */
class WeightReorderTests {

  @ParameterizedTest
  @CsvSource({
    "32,16,3",
    "32,32,3",
    "64,48,3",
    "64,64,3",
    "96,128,1",
    "64,256,3",
    "33,64,3",
    "64,40,3",
    "1,32,3",
    "16,16,5"
  })
  void writesTheSameBits(int inChannels, int outChannels, int kernel) {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    ConvolutionShape shape = ConvolutionShape.of(new Layer.Conv(outChannels, kernel, 1, 1, false));
    var key =
        new ConvolutionPlan.Key(
            shape, ElementType.BFLOAT16, false, inChannels, new GridSize(9, 8, 7));
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena();
        ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      arena.reset(1 << 26);
      HostTensor weights = arena.array(shape.weightCount(inChannels));
      Random random = new Random(4);
      float[] values = new float[(int) weights.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      weights.write(0, values);
      try (Primitive reorder =
          reorder(dnn, shape.weights(inChannels), plan.forward().argument(1))) {
        HostTensor expected = arena.bytes(reorder.bytes(1));
        HostTensor found = arena.bytes(plan.weightsForForward().bytesTo());
        assertEquals(expected.length(), found.length());
        assertEquals(4L * values.length, plan.weightsForForward().bytesFrom());
        reorder.execute(weights.address(), expected.address());
        plan.weightsForForward().execute(weights.address(), found.address());
        assertArrayEquals(bytes(expected), bytes(found));
      }
    }
  }

  private static Primitive reorder(OneDnn dnn, long[] shape, dnnl_memory_desc blocked) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_reorder_primitive_desc_create(
            desc,
            MemoryDescs.plain(dnnl_cdeba, shape),
            dnn.engine(),
            blocked,
            dnn.engine(),
            dnn.attributes()),
        "plan a reorder");
    return new Primitive(dnn, desc, DNNL_ARG_FROM, DNNL_ARG_TO);
  }

  private static byte[] bytes(HostTensor tensor) {
    byte[] bytes = new byte[(int) tensor.byteCount()];
    tensor.bytes().get(bytes);
    return bytes;
  }
}
