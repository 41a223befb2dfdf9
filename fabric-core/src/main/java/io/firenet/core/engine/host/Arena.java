package io.firenet.core.engine.host;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.FreeSpans;
import io.firenet.core.engine.memory.Memory;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of one training step: one off-heap block that every step uses anew, so that nothing is
 * left to the garbage collector and memory stays flat however the sizes vary. Blocks are handed out
 * first-fit and may be given back within the step; {@link #reset} takes back all and makes room for
 * the next step. If that needs more than was foretold, a further block serves it. Several threads
 * may ask at the same time.
 */
public final class Arena implements Memory<HostTensor> {

  private static final long SMALLEST = 1 << 22;

  private final List<AlignedBuffer> blocks = new ArrayList<>();
  private final List<FreeSpans> free = new ArrayList<>(); // of each block, in floats
  private final Map<Long, Span> taken = new HashMap<>(); // by address
  private long peak; // the furthest float that was handed out

  private record Span(int block, long offset, long length) {}

  /** A float32 tensor of unknown content. */
  public HostTensor tensor(int channels, GridSize size) {
    return tensor(ElementType.FLOAT32, channels, size);
  }

  @Override
  public synchronized HostTensor tensor(ElementType type, int channels, GridSize size) {
    long bytes = channels * size.voxels() * type.bytes();
    Span span = take(AlignedBuffer.roundUp((bytes + Float.BYTES - 1) / Float.BYTES));
    long address = blocks.get(span.block).address() + span.offset * Float.BYTES;
    taken.put(address, span);
    return new HostTensor(type, channels, size, address);
  }

  /** So many float32 values of unknown content, addressed as a tensor. */
  public HostTensor array(long length) {
    return tensor(ElementType.FLOAT32, 1, new GridSize(1, 1, Math.toIntExact(length)));
  }

  /** So many bytes of unknown content, addressed as a tensor. */
  public HostTensor bytes(long count) {
    return array((count + Float.BYTES - 1) / Float.BYTES);
  }

  @Override
  public synchronized void release(HostTensor tensor) {
    Span span = taken.remove(tensor.address());
    if (span == null) {
      return;
    }
    free.get(span.block).release(span.offset, span.length);
  }

  @Override
  public synchronized void reset(long bytes) {
    long total = blocks.stream().mapToLong(AlignedBuffer::length).sum();
    long wanted = AlignedBuffer.roundUp((bytes + Float.BYTES - 1) / Float.BYTES);
    taken.clear();
    if (blocks.size() == 1 && total >= wanted) {
      free.set(0, new FreeSpans(total));
    } else {
      closeBlocks();
      addBlock(Math.max(SMALLEST, Math.max(total, wanted)));
    }
  }

  @Override
  public long peakBytes() {
    return peak * Float.BYTES;
  }

  private Span take(long length) {
    long before = 0;
    for (int block = 0; block < blocks.size(); block++) {
      long offset = free.get(block).take(length);
      if (offset >= 0) {
        peak = Math.max(peak, before + offset + length);
        return new Span(block, offset, length);
      }
      before += blocks.get(block).length();
    }
    addBlock(Math.max(length, SMALLEST));
    int last = blocks.size() - 1;
    peak = Math.max(peak, before + length);
    return new Span(last, free.get(last).take(length), length);
  }

  private void addBlock(long length) {
    blocks.add(new AlignedBuffer(length, false));
    free.add(new FreeSpans(length));
  }

  private void closeBlocks() {
    blocks.forEach(AlignedBuffer::close);
    blocks.clear();
    free.clear();
  }

  @Override
  public void close() {
    taken.clear();
    closeBlocks();
  }
}
