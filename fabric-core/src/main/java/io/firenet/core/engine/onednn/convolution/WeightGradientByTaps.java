package io.firenet.core.engine.onednn.convolution;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.operation.Workspace;
import io.firenet.volume.GridSize;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The weight gradient of a convolution as one matrix product for each tap of its kernel: {@code
 * dW[tap] = shifted(x, tap)ᵀ · dy}, of stride 1, or of any stride for a kernel of one tap. It is
 * added up over {@link VoxelPieces}, the last one with zeros behind it: a product takes 1 MB and 1
 * ms to be compiled, so those of one image are those of all others.
 */
public final class WeightGradientByTaps {

  private static final int OF_SINGLE = 3; // a dense kernel's products are slower in float32

  private static final int ONE_TAP_VOXELS = 8192; // of a piece, which seldom is a copy

  private final OneDnn dnn;
  private final ConvolutionShape shape;
  private final int taps;

  public WeightGradientByTaps(OneDnn dnn, ConvolutionShape shape) {
    this.dnn = dnn;
    this.shape = shape;
    this.taps = shape.kernel() * shape.kernel() * shape.kernel();
  }

  /**
   * Whether this beats oneDNN's own way for a layer without bias, as measured at 27 to 14 000
   * voxels and 64 to 256 channels. Pointwise it takes 0.05 to 1.07 of its time, and less than half
   * where that is strided; dilated, for which oneDNN has no code of its own, 0.13 to 0.92 in
   * bfloat16; dense, 0.37 to 0.97 where there are fewer voxels than channels, and up to 3 times as
   * long where there are more.
   */
  public boolean isFaster(HostTensor x) {
    return isFaster(dnn.tuning(), shape, x.type(), x.channels(), x.size());
  }

  public static boolean isFaster(
      Tuning tuning, ConvolutionShape shape, ElementType type, int channels, GridSize size) {
    if (shape.kernel() > 3 || shape.groups() > 1 || shape.bias()) {
      return false;
    }
    if (shape.kernel() == 1) {
      return true;
    }
    if (shape.stride() != 1) {
      return false;
    }
    boolean half = type == ElementType.BFLOAT16;
    if (shape.dilation() > 1) {
      return half || channels * size.voxels() <= tuning.dilatedTapValues();
    }
    return (half ? 1 : OF_SINGLE) * size.voxels() <= tuning.denseTapVoxels() * channels;
  }

  /** The working memory for an input, 0 where oneDNN's own way is taken. */
  public static long workspaceBytes(
      Tuning tuning, ConvolutionShape shape, ElementType type, int channels, GridSize size) {
    return isFaster(tuning, shape, type, channels, size)
        ? neededBytes(tuning, shape, type, channels, size)
        : 0;
  }

  private static long neededBytes(
      Tuning tuning, ConvolutionShape shape, ElementType type, int channels, GridSize size) {
    int longest = pieces(tuning, shape).next(size.ceilDiv(shape.stride()).voxels());
    long ofStride = strided(shape, type, channels, size).map(Strided::bytes).orElse(0L);
    return Workspace.aligned(ofStride) + new Space(shape, type, channels, longest).bytes();
  }

  private static VoxelPieces pieces(Tuning tuning, ConvolutionShape shape) {
    return new VoxelPieces(
        shape.kernel() == 1 ? ONE_TAP_VOXELS : Integer.highestOneBit(tuning.slabVoxels()));
  }

  /** Where a piece of the inputs of each tap, and one of the gradient of the output, is copied. */
  private record Space(ConvolutionShape shape, ElementType type, int channels, int voxels) {

    long inputBytes() {
      long taps = (long) shape.kernel() * shape.kernel() * shape.kernel();
      return Workspace.aligned(taps * voxels * channels * type.bytes());
    }

    long bytes() {
      return inputBytes() + (long) voxels * shape.outChannels() * type.bytes();
    }
  }

  /**
   * @param target address of the gradient, float32, {@code [taps,I,O]}
   */
  public void weightGradient(HostTensor x, HostTensor outputGradient, long target) {
    long voxels = outputGradient.size().voxels();
    VoxelPieces pieces = pieces(dnn.tuning(), shape);
    Space space = new Space(shape, x.type(), x.channels(), pieces.next(voxels));
    long address =
        dnn.workspace(neededBytes(dnn.tuning(), shape, x.type(), x.channels(), x.size()));
    Optional<Strided> strided = strided(shape, x.type(), x.channels(), x.size());
    strided.ifPresent(
        key ->
            dnn.plan(key, dnn.tuning().moving(2 * key.bytes()), () -> compile(key))
                .execute(x.address(), address));
    long read = strided.isPresent() ? address : x.address(); // by a single tap
    long copies = address + Workspace.aligned(strided.map(Strided::bytes).orElse(0L));
    int inputBytes = x.channels() * x.type().bytes();
    int outputBytes = outputGradient.channels() * x.type().bytes();
    long from = 0;
    while (from < voxels) {
      int length = pieces.next(voxels - from);
      int known = (int) Math.min(length, voxels - from);
      long inputs =
          taps == 1
              ? filled(read + from * inputBytes, known, length, inputBytes, copies)
              : shiftedCopies(x, (int) from, known, length, copies);
      long gradients =
          filled(
              outputGradient.address() + from * outputBytes,
              known,
              length,
              outputBytes,
              copies + space.inputBytes());
      product(new Key(x.type(), taps, x.channels(), outputGradient.channels(), length, from > 0))
          .execute(inputs, gradients, target);
      from += length;
    }
  }

  private Primitive product(Key key) {
    double products = 2.0 * taps * key.inputs * key.outputs * key.voxels;
    double micros =
        dnn.tuning().multiplying(products, key.type)
            + dnn.tuning().moving((long) taps * key.inputs * key.outputs * Float.BYTES);
    return dnn.plan(key, micros, () -> compile(key));
  }

  /** A piece, or a copy of it with zeros behind it where it is shorter than it should be. */
  private static long filled(long piece, int voxels, int length, int voxelBytes, long copy) {
    if (voxels == length) {
      return piece;
    }
    int bytes = voxels * voxelBytes;
    int all = length * voxelBytes;
    HostTensor.bytes(copy, all)
        .put(0, HostTensor.bytes(piece, bytes), 0, bytes)
        .put(bytes, new byte[all - bytes]);
    return copy;
  }

  /** What a kernel of one tap reads, {@code [D,H,W,I]} of the output's size, if that is a part. */
  private static Optional<Strided> strided(
      ConvolutionShape shape, ElementType type, int channels, GridSize size) {
    return shape.kernel() == 1 && shape.stride() > 1
        ? Optional.of(new Strided(type, channels, size, shape.stride()))
        : Optional.empty();
  }

  /** For each tap, what it reads for some voxels, and zeros behind: {@code [taps,length,I]}. */
  private long shiftedCopies(HostTensor x, int from, int voxels, int length, long address) {
    ShiftedCopies copies = new ShiftedCopies(x, shape.dilation(), from, voxels, length);
    ByteBuffer target = HostTensor.bytes(address, (long) taps * copies.bytes());
    IntStream each = IntStream.range(0, taps);
    (dnn.isWorthSharing(dnn.tuning().moving(2L * target.capacity())) ? each.parallel() : each)
        .forEach(tap -> copies.write(tap, target));
    return address;
  }

  private Primitive compile(Strided key) {
    return Primitive.copy(
        dnn, key.read(), MemoryDescs.tensor(key.type, key.channels, key.outputSize()));
  }

  private Primitive compile(Key key) {
    dnnl_memory_desc shifted = MemoryDescs.plain(key.type, dnnl_acb, taps, key.inputs, key.voxels);
    dnnl_memory_desc gradient = MemoryDescs.plain(key.type, dnnl_abc, 1, key.voxels, key.outputs);
    dnnl_memory_desc weights = MemoryDescs.plain(dnnl_abc, taps, key.inputs, key.outputs);
    dnnl_primitive_attr attributes = dnn.newAttributes();
    if (key.adds) {
      dnnl_post_ops sum = new dnnl_post_ops();
      check(dnnl_post_ops_create(sum), "create a sum");
      check(dnnl_post_ops_append_sum(sum, 1, 0, dnnl_f32), "add to a gradient");
      check(dnnl_primitive_attr_set_post_ops(attributes, sum), "set a sum");
      dnnl_post_ops_destroy(sum);
    }
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            desc, dnn.engine(), shifted, gradient, null, weights, attributes),
        "plan the weight gradient of a convolution as products");
    dnnl_primitive_attr_destroy(attributes);
    dnnl_memory_desc_destroy(shifted);
    dnnl_memory_desc_destroy(gradient);
    dnnl_memory_desc_destroy(weights);
    return new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  /**
   * @param adds whether the product is added to what the target holds
   */
  private record Key(
      ElementType type, int taps, int inputs, int outputs, int voxels, boolean adds) {}

  /** Every so many voxels along each axis of an input, from the first one on. */
  private record Strided(ElementType type, int channels, GridSize size, int stride) {

    GridSize outputSize() {
      return size.ceilDiv(stride);
    }

    long bytes() {
      return outputSize().voxels() * channels * type.bytes();
    }

    /** Where they lie in the input. */
    dnnl_memory_desc read() {
      GridSize output = outputSize();
      long[] sides = {1, channels, output.depth(), output.height(), output.width()};
      long voxel = (long) stride * channels;
      long row = voxel * size.width();
      long plane = row * size.height();
      long[] strides = {plane * size.depth(), 1, plane, row, voxel};
      return MemoryDescs.strided(type, sides, strides);
    }
  }
}
