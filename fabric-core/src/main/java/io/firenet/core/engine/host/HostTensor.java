package io.firenet.core.engine.host;

import io.firenet.core.engine.memory.Bfloat16;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.volume.GridSize;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A channels-last activation or gradient, {@code [1,D,H,W,C]}, float32 or bfloat16, contiguous,
 * off-heap.
 *
 * @param address of the first value
 */
public record HostTensor(ElementType type, int channels, GridSize size, long address)
    implements Tensor {

  private static final int CHUNK = 1 << 14; // values

  /** Fills a part from {@code start} on, rounding to the nearest value of its type. */
  public void write(int start, float[] source) {
    write(address + (long) start * type.bytes(), type, source);
  }

  /** Writes off-heap values of a type, rounding to the nearest. */
  public static void write(long address, ElementType type, float[] source) {
    ByteBuffer target = bytes(address, (long) source.length * type.bytes());
    if (type == ElementType.FLOAT32) {
      target.asFloatBuffer().put(source);
      return;
    }
    short[] rounded = new short[source.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Bfloat16.bits(source[i]);
    }
    target.asShortBuffer().put(rounded);
  }

  /** Copies a part from {@code start} on, as float32 whatever its type. */
  public void read(int start, float[] target) {
    read(start, target, 0, target.length);
  }

  /** Copies {@code count} values to {@code target} from {@code first} on. */
  public void read(int start, float[] target, int first, int count) {
    if (type == ElementType.FLOAT32) {
      values().get(start, target, first, count);
      return;
    }
    short[] bits = new short[count];
    bits().get(start, bits);
    for (int i = 0; i < count; i++) {
      target[first + i] = Bfloat16.value(bits[i]);
    }
  }

  /** Copies all values to a tensor of this length, rounding to the nearest of its type. */
  public void copyTo(HostTensor target) {
    int length = (int) length();
    IntStream.range(0, (length + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * CHUNK;
              float[] values = new float[Math.min(CHUNK, length - first)];
              read(first, values);
              target.write(first, values);
            });
  }

  private ShortBuffer bits() {
    return bytes().asShortBuffer();
  }

  /** Its memory, at most 2 GiB of it. */
  public ByteBuffer bytes() {
    return bytes(address, byteCount());
  }

  /** This, with all its values set to zero. */
  public HostTensor cleared() {
    clear(address, byteCount());
    return this;
  }

  /** The bytes of its memory. */
  public long byteCount() {
    return length() * type.bytes();
  }

  /**
   * A part of it as a matrix of ND4J's, column by column; float32.
   *
   * @param start of the part, in values
   */
  public INDArray matrix(long start, long rows, long columns) {
    Pointer part = new Span(address + start * Float.BYTES, rows * columns * Float.BYTES);
    return Nd4j.create(
        Nd4j.createBuffer(part, rows * columns, DataType.FLOAT),
        new long[] {rows, columns},
        new long[] {1, rows},
        0,
        'f');
  }

  /** Off-heap memory as a buffer. */
  public static ByteBuffer bytes(long address, long length) {
    return new Span(address, length).asByteBuffer();
  }

  /**
   * The values, to be read and written from Java.
   *
   * @throws IllegalStateException if they are not float32
   */
  public FloatBuffer values() {
    if (type != ElementType.FLOAT32) {
      throw new IllegalStateException("Java reads tensors of FLOAT32, got one of " + type);
    }
    return values(address, length());
  }

  /** Off-heap floats as a buffer. */
  public static FloatBuffer values(long address, long length) {
    return bytes(address, length * Float.BYTES).asFloatBuffer();
  }

  /** Sets off-heap memory to zero. */
  public static void clear(long address, long length) {
    Pointer.memset(new Span(address, length), 0, length);
  }

  private static final class Span extends BytePointer {
    Span(long start, long length) {
      super((BytePointer) null);
      address = start;
      limit = length;
      capacity = length;
    }
  }
}
