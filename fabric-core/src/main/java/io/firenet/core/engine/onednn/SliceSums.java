package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sum_primitive_desc_create;

import io.firenet.core.engine.memory.ElementType;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Sums of slices of memory with the factors of a small matrix: each row gives one sum. */
final class SliceSums implements OneDnn.Plan {

  private final List<Row> rows;

  /** The sum of those slices whose factor is not 0. */
  private record Row(int[] columns, Primitive sum) {}

  private SliceSums(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * Compiles them.
   *
   * @param matrix {@code [sums,slices]}
   * @param values of a slice
   */
  static SliceSums compile(OneDnn dnn, ElementType type, float[][] matrix, long values) {
    return new SliceSums(
        IntStream.range(0, matrix.length)
            .mapToObj(row -> compile(dnn, type, matrix[row], values))
            .toList());
  }

  private static Row compile(OneDnn dnn, ElementType type, float[] factors, long values) {
    int[] columns = IntStream.range(0, factors.length).filter(i -> factors[i] != 0).toArray();
    dnnl_memory_desc slice = OneDnn.plain(type, dnnl_a, values);
    int[] arguments = new int[columns.length + 1];
    try (PointerPointer<dnnl_primitive_desc> desc = new PointerPointer<>(1);
        PointerPointer<dnnl_memory_desc> slices = new PointerPointer<>(columns.length);
        FloatPointer scales = new FloatPointer(columns.length)) {
      for (int i = 0; i < columns.length; i++) {
        slices.put(i, slice);
        scales.put(i, factors[columns[i]]);
        arguments[i] = DNNL_ARG_MULTIPLE_SRC + i;
      }
      arguments[columns.length] = DNNL_ARG_DST;
      check(
          dnnl_sum_primitive_desc_create(
              desc, dnn.engine(), slice, columns.length, scales, slices, dnn.attributes()),
          "plan a sum of slices");
      dnnl_memory_desc_destroy(slice);
      return new Row(columns, new Primitive(dnn, desc.get(dnnl_primitive_desc.class), arguments));
    }
  }

  /** The same, to be computed in a lane while others compute theirs. */
  SliceSums in(Lane lane) {
    return new SliceSums(rows.stream().map(row -> new Row(row.columns, row.sum.in(lane))).toList());
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
   * @param slices the address of each slice
   * @param target where the sum is written
   */
  void execute(int row, IntToLongFunction slices, long target) {
    int[] columns = rows.get(row).columns;
    long[] addresses = new long[columns.length + 1];
    for (int i = 0; i < columns.length; i++) {
      addresses[i] = slices.applyAsLong(columns[i]);
    }
    addresses[columns.length] = target;
    rows.get(row).sum.execute(addresses);
  }

  @Override
  public void close() {
    rows.forEach(row -> row.sum.close());
  }
}
