package io.firenet.core.engine.onednn.operation;

import org.bytedeco.javacpp.BytePointer;

/** Memory that one operation after the other works in, as large as any so far has wanted it. */
public final class Workspace implements AutoCloseable {

  /** What addresses are multiples of, in bytes: a page. */
  public static final long ALIGN = 4096;

  private BytePointer memory = new BytePointer(ALIGN);

  /** The address of so many bytes of unknown content, valid until the next call. */
  long address(long bytes) {
    if (memory.capacity() < bytes + ALIGN) {
      memory.close();
      memory = new BytePointer(bytes + ALIGN);
    }
    return aligned(memory.address());
  }

  /** The bytes it takes. */
  long bytes() {
    return memory.capacity();
  }

  /** The first multiple of {@link #ALIGN} that is not below a number. */
  public static long aligned(long number) {
    return (number + ALIGN - 1) / ALIGN * ALIGN;
  }

  @Override
  public void close() {
    memory.close();
  }
}
