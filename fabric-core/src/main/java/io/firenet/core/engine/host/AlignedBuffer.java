package io.firenet.core.engine.host;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Off-heap floats whose first one lies at a multiple of 64 bytes. ND4J aligns to 16; oneDNN's
 * streaming stores, which it takes for large tensors, crash the process below 64.
 */
final class AlignedBuffer implements AutoCloseable {

  /** Tensors in a buffer begin at multiples of this many floats. */
  static final long FLOATS = 16;

  private final DataBuffer buffer;
  private final long address;
  private final long length;

  /**
   * @param zeroed whether it is filled with zeros; its content is unknown otherwise
   */
  AlignedBuffer(long length, boolean zeroed) {
    this.length = length;
    buffer = Nd4j.createBuffer(DataType.FLOAT, length + FLOATS, zeroed);
    long bytes = FLOATS * Float.BYTES;
    address = (buffer.address() + bytes - 1) / bytes * bytes;
  }

  /** The smallest multiple of {@link #FLOATS} that is not below a length. */
  static long roundUp(long length) {
    return (length + FLOATS - 1) / FLOATS * FLOATS;
  }

  long length() {
    return length;
  }

  /** The address of the first float. */
  long address() {
    return address;
  }

  /** All of it as Java sees it. */
  FloatBuffer values() {
    return HostTensor.values(address(), length);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
