package io.firenet.core.dl4j.memory;

import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The memory of one training step: one off-heap block that every step uses anew, so that nothing is
 * left to the garbage collector and memory stays flat however the sizes vary. Blocks are handed out
 * first-fit and may be given back within the step; {@link #reset} takes back all. If a step needs
 * more than there is, a further block serves it, and the next reset joins them.
 */
public final class Arena implements AutoCloseable {

  private static final long SMALLEST = 1 << 22;

  private final List<AlignedBuffer> blocks = new ArrayList<>();
  private final List<TreeMap<Long, Long>> free =
      new ArrayList<>(); // offset → length in floats, per block
  private final Map<Long, Span> taken = new HashMap<>(); // by address
  private long used;
  private long peak;

  private record Span(int block, long offset, long length) {}

  /** A float32 tensor of unknown content. */
  public Tensor tensor(int channels, GridSize size) {
    return tensor(DataType.FLOAT, channels, size);
  }

  /** A tensor of unknown content. */
  public Tensor tensor(DataType type, int channels, GridSize size) {
    return array(type, 1, size.depth(), size.height(), size.width(), channels);
  }

  /** A tensor of another one's type and shape, of unknown content. */
  public Tensor like(Tensor other) {
    return tensor(other.type(), other.channels(), other.size());
  }

  /** A float32 array of unknown content, addressed as a tensor. */
  public Tensor array(long... shape) {
    return array(DataType.FLOAT, shape);
  }

  /** So many bytes of unknown content, addressed as a tensor. */
  public Tensor bytes(long count) {
    return array((count + Float.BYTES - 1) / Float.BYTES);
  }

  private Tensor array(DataType type, long... shape) {
    long length = type.width(); // in bytes
    for (long side : shape) {
      length *= side;
    }
    Span span = take(AlignedBuffer.roundUp((length + Float.BYTES - 1) / Float.BYTES));
    Tensor tensor = Tensor.of(blocks.get(span.block).array(type, span.offset, shape));
    taken.put(tensor.address(), span);
    return tensor;
  }

  /** Gives memory back before the step's end; memory that is not of this arena is left alone. */
  public void release(Tensor tensor) {
    Span span = taken.remove(tensor.address());
    if (span == null) {
      return;
    }
    used -= span.length;
    TreeMap<Long, Long> spans = free.get(span.block);
    long start = span.offset;
    long end = start + span.length;
    var before = spans.floorEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      start = before.getKey();
    }
    Long after = spans.remove(end);
    spans.put(start, end - start + (after == null ? 0 : after));
  }

  /** Takes all memory back. Tensors handed out before must not be used any more. */
  public void reset() {
    if (blocks.size() > 1) {
      long total = blocks.stream().mapToLong(AlignedBuffer::length).sum();
      closeBlocks();
      addBlock(total);
    }
    taken.clear();
    used = 0;
    for (int i = 0; i < blocks.size(); i++) {
      free.get(i).clear();
      free.get(i).put(0L, blocks.get(i).length());
    }
  }

  /** The most bytes that were in use at once since the arena was made. */
  public long peakBytes() {
    return peak * Float.BYTES;
  }

  private Span take(long length) {
    used += length;
    peak = Math.max(peak, used);
    for (int block = 0; block < blocks.size(); block++) {
      for (var entry : free.get(block).entrySet()) {
        if (entry.getValue() >= length) {
          long offset = entry.getKey();
          long rest = entry.getValue() - length;
          free.get(block).remove(offset);
          if (rest > 0) {
            free.get(block).put(offset + length, rest);
          }
          return new Span(block, offset, length);
        }
      }
    }
    addBlock(Math.max(length, SMALLEST));
    int last = blocks.size() - 1;
    free.get(last).clear();
    if (blocks.get(last).length() > length) {
      free.get(last).put(length, blocks.get(last).length() - length);
    }
    return new Span(last, 0, length);
  }

  private void addBlock(long length) {
    blocks.add(new AlignedBuffer(length, false));
    TreeMap<Long, Long> spans = new TreeMap<>();
    spans.put(0L, length);
    free.add(spans);
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
