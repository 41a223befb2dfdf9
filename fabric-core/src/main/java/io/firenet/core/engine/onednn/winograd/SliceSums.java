package io.firenet.core.engine.onednn.winograd;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sum_primitive_desc_create;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Sums of slices of memory with the factors of a small matrix, each row of which gives one sum, in
 * one lane. A slice is added up in two parts that overlap, of one of few lengths: so what is
 * compiled once serves images of all sizes.
 */
final class SliceSums {

  private static final int LENGTHS = 4; // of parts, between one power of two and the next

  private final ElementType type;
  private final List<Row> rows;
  private final long secondPart; // where it begins, in bytes

  /** The sum of those slices whose factor is not 0. */
  private record Row(int[] columns, Primitive sum) {}

  private record Key(int lane, ElementType type, List<Float> factors, long length) {}

  /**
   * Those of a lane.
   *
   * @param matrix {@code [sums,slices]}
   * @param values of a slice
   */
  SliceSums(OneDnn dnn, int lane, ElementType type, float[][] matrix, long values) {
    this.type = type;
    long length = partLength(values);
    secondPart = (values - length) * type.bytes();
    rows = new ArrayList<>();
    for (float[] factors : matrix) {
      int[] columns = IntStream.range(0, factors.length).filter(i -> factors[i] != 0).toArray();
      List<Float> used = new ArrayList<>();
      for (int column : columns) {
        used.add(factors[column]);
      }
      rows.add(new Row(columns, sum(dnn, new Key(lane, type, used, length))));
    }
  }

  /** The shortest of the lengths that is at least half of a slice. */
  static long partLength(long values) {
    long half = (values + 1) / 2;
    long step = Math.max(1, Long.highestOneBit(half) / LENGTHS);
    return (half + step - 1) / step * step;
  }

  private static Primitive sum(OneDnn dnn, Key key) {
    return dnn.shared(
        key,
        () ->
            key.lane == 0
                ? dnn.compile(0, () -> compile(dnn, key))
                : sum(dnn, new Key(0, key.type, key.factors, key.length)).in(dnn.lane(key.lane)));
  }

  private static Primitive compile(OneDnn dnn, Key key) {
    if (key.type == ElementType.FLOAT32) {
      return ChainedSum.compile(dnn, key.factors, key.length);
    }
    int count = key.factors.size();
    dnnl_memory_desc slice = MemoryDescs.plain(key.type, dnnl_a, key.length);
    int[] arguments = new int[count + 1];
    arguments[count] = DNNL_ARG_DST;
    try (PointerPointer<dnnl_primitive_desc> desc = new PointerPointer<>(1);
        PointerPointer<dnnl_memory_desc> slices = new PointerPointer<>(count);
        FloatPointer scales = new FloatPointer(count)) {
      for (int i = 0; i < count; i++) {
        slices.put(i, slice);
        scales.put(i, key.factors.get(i));
        arguments[i] = DNNL_ARG_MULTIPLE_SRC + i;
      }
      check(
          dnnl_sum_primitive_desc_create(
              desc, dnn.engine(), slice, count, scales, slices, dnn.attributes()),
          "plan a sum of slices");
      dnnl_memory_desc_destroy(slice);
      return new Primitive(dnn, desc.get(dnnl_primitive_desc.class), arguments);
    }
  }

  int count() {
    return rows.size();
  }

  /** The most bytes that one of them works in. */
  long scratchpadBytes() {
    return rows.stream().mapToLong(row -> row.sum.scratchpadBytes()).max().orElse(0);
  }

  /**
   * Computes one sum.
   *
   * @param slices the address of each slice, none of which is the target
   * @param target where the sum is written
   */
  void execute(int row, IntToLongFunction slices, long target) {
    int[] columns = rows.get(row).columns;
    boolean chained = type == ElementType.FLOAT32;
    long[] addresses = new long[columns.length + (chained ? 2 : 1)];
    for (int i = 0; i < columns.length; i++) {
      addresses[i] = slices.applyAsLong(columns[i]);
    }
    addresses[columns.length] = target;
    if (chained) {
      addresses[columns.length + 1] = addresses[0];
    }
    Primitive sum = rows.get(row).sum;
    sum.execute(addresses);
    if (secondPart > 0) {
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] += secondPart;
      }
      sum.execute(addresses);
    }
  }
}
