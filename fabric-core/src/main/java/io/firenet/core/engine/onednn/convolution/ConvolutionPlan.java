package io.firenet.core.engine.onednn.convolution;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cdeba;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_next_impl;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.ConvolutionDescs;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one convolution at one size; the backward ones are compiled when first used.
 */
public final class ConvolutionPlan implements OneDnn.Plan {

  /**
   * oneDNN 3.11's weight gradient of this name reads memory that it never wrote, or that is not its
   * own, where the output has a side of 1 or 2, or of 3 or 4 for a kernel of 5: no numbers come
   * out, or the process crashes.
   */
  private static final String FAULTY_WHERE_THIN = "jit_bf16:";

  /** The same of a convolution of one slice of one channel in bfloat16. */
  private static final String FAULTY_FOR_ONE_SLICE = "brg_conv_fwd";

  /**
   * What a plan depends on.
   *
   * @param type of the input, and of the output unless that is to be float32
   */
  public record Key(
      ConvolutionShape shape,
      ElementType type,
      boolean floatOutput,
      int inChannels,
      GridSize size) {}

  private final OneDnn dnn;
  private final long[] kernel;
  private final ConvolutionDescs descs;
  private final dnnl_memory_desc plainWeights;
  private final boolean hasBias;
  private final boolean isThin; // a side of the output is shorter than the kernel, or 1 or 2
  private final boolean isOneSlice; // of one channel, in bfloat16

  private final double micros; // that one thread takes for any of the three products

  private final Primitive forward;
  private final WeightReorder weightsForForward;
  private @Nullable Primitive backwardData;
  private @Nullable WeightReorder weightsForBackward;
  private @Nullable Primitive backwardWeights;
  private @Nullable WeightReorder weightGradientToPlain;

  public ConvolutionPlan(OneDnn dnn, Key key) {
    this.dnn = dnn;
    ConvolutionShape shape = key.shape;
    GridSize targetSize = key.size.ceilDiv(shape.stride());
    ElementType targetType = key.floatOutput ? ElementType.FLOAT32 : key.type;
    kernel = shape.weights(key.inChannels);
    hasBias = shape.bias();
    descs =
        new ConvolutionDescs(
            dnn,
            MemoryDescs.tensor(key.type, key.inChannels, key.size),
            MemoryDescs.tensor(targetType, shape.outChannels(), targetSize),
            MemoryDescs.tensor(key.type, shape.outChannels(), targetSize),
            MemoryDescs.plain(key.type, dnnl_format_tag_any, kernel),
            MemoryDescs.plain(dnnl_format_tag_any, kernel),
            hasBias ? MemoryDescs.plain(dnnl_a, shape.outChannels()) : null,
            ConvolutionShape.cube(shape.stride()),
            ConvolutionShape.cube(shape.dilation() - 1L),
            shape.paddingInFront(),
            shape.paddingBehind());
    plainWeights = shape.groups() == 1 ? MemoryDescs.plain(dnnl_cdeba, kernel) : depthwise(kernel);
    int side = Math.min(targetSize.depth(), Math.min(targetSize.height(), targetSize.width()));
    isThin = side < Math.max(3, (shape.kernel() - 1) * shape.dilation() + 1);
    isOneSlice = key.type == ElementType.BFLOAT16 && key.inChannels == 1 && key.size.depth() == 1;
    long count = shape.weightCount(key.inChannels);
    long moved = count * (Float.BYTES + key.type.bytes());
    micros =
        dnn.tuning().multiplying(2.0 * count * targetSize.voxels(), key.type)
            + dnn.tuning().moving(moved);
    forward = dnn.compile(micros, this::compileForward);
    weightsForForward = reorder(plainWeights, forward.argument(1));
  }

  /** Arguments: source, weights, target, bias if there is one. */
  public Primitive forward() {
    return forward;
  }

  /** From plain weights to those of {@link #forward}. */
  WeightReorder weightsForForward() {
    return weightsForForward;
  }

  /** Arguments: gradient of the target, weights, gradient of the source. */
  public Primitive backwardData() {
    if (backwardData == null) {
      backwardData = dnn.compile(micros, this::compileBackwardData);
    }
    return backwardData;
  }

  /** From plain weights to those of {@link #backwardData}. */
  WeightReorder weightsForBackward() {
    if (weightsForBackward == null) {
      weightsForBackward = reorder(plainWeights, backwardData().argument(1));
    }
    return weightsForBackward;
  }

  /** Arguments: source, gradient of the target, gradient of the weights, of the bias if any. */
  public Primitive backwardWeights() {
    if (backwardWeights == null) {
      backwardWeights = dnn.compile(micros, this::compileBackwardWeights);
    }
    return backwardWeights;
  }

  /** Whether the gradient of {@link #backwardWeights} is a plain one already. */
  boolean writesPlainGradient() {
    return dnnl_memory_desc_equal(backwardWeights().argument(2), plainWeights) != 0;
  }

  /** From the gradient of {@link #backwardWeights} to the plain one. */
  public WeightReorder weightGradientToPlain() {
    if (weightGradientToPlain == null) {
      weightGradientToPlain = reorder(backwardWeights().argument(2), plainWeights);
    }
    return weightGradientToPlain;
  }

  private Primitive compileForward() {
    dnnl_primitive_desc desc = descs.forward();
    while (isOneSlice && OneDnn.implementation(desc).startsWith(FAULTY_FOR_ONE_SLICE)) {
      check(dnnl_primitive_desc_next_impl(desc), "plan a convolution of one slice");
    }
    return hasBias
        ? new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS)
        : new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  private Primitive compileBackwardData() {
    dnnl_primitive_desc desc = descs.backwardData(forward.desc());
    return new Primitive(dnn, desc, DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC);
  }

  private Primitive compileBackwardWeights() {
    dnnl_primitive_desc desc = descs.backwardWeights(forward.desc());
    while (isThin && OneDnn.implementation(desc).startsWith(FAULTY_WHERE_THIN)) {
      check(dnnl_primitive_desc_next_impl(desc), "plan the weight gradient of a thin convolution");
    }
    int[] arguments =
        hasBias
            ? new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS}
            : new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS};
    return new Primitive(dnn, desc, arguments);
  }

  /** {@code [G,1,1,D,H,W]}, in memory {@code [D,H,W,G]}. */
  private static dnnl_memory_desc depthwise(long[] kernel) {
    long groups = kernel[0];
    long side = kernel[5];
    long row = groups * side;
    long[] strides = {1, groups, groups, row * side, row, groups};
    return MemoryDescs.strided(ElementType.FLOAT32, kernel, strides);
  }

  private WeightReorder reorder(dnnl_memory_desc from, dnnl_memory_desc to) {
    return new WeightReorder(dnn, from, to, kernel);
  }

  @Override
  public void close() {
    List<OneDnn.@Nullable Plan> primitives = new ArrayList<>();
    primitives.add(forward);
    primitives.add(weightsForForward);
    primitives.add(backwardData);
    primitives.add(weightsForBackward);
    primitives.add(backwardWeights);
    primitives.add(weightGradientToPlain);
    for (OneDnn.Plan primitive : primitives) {
      if (primitive != null) {
        primitive.close();
      }
    }
    descs.close();
    dnnl_memory_desc_destroy(plainWeights);
  }
}
