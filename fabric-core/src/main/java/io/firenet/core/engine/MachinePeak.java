package io.firenet.core.engine;

import io.firenet.core.engine.onednn.MatrixProduct;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arithmetic that this machine is capable of, as measured with one large matrix product. */
public final class MachinePeak {

  private static final int SIDE = 2048;
  private static final int REPEATS = 8;

  private MachinePeak() {}

  /** Billions of multiplications and additions in a second, of the fastest of several. */
  public static double gigaflops(Precision precision) {
    if (KernelLibrary.chosen() == KernelLibrary.PLAIN) {
      return plain();
    }
    DataType type = precision == Precision.BF16 ? DataType.BFLOAT16 : DataType.FLOAT;
    try (MatrixProduct product = new MatrixProduct(type, SIDE)) {
      double fastest = Double.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        product.execute();
        fastest = Math.min(fastest, System.nanoTime() - start);
      }
      return 2.0 * SIDE * SIDE * SIDE / fastest;
    }
  }

  /** By ND4J's own matrix product, in float32. */
  private static double plain() {
    INDArray left = Nd4j.zeros(DataType.FLOAT, SIDE, SIDE);
    INDArray product = Nd4j.zeros(DataType.FLOAT, SIDE, SIDE).dup('f');
    double fastest = Double.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      Nd4j.gemm(left, left, product, false, false, 1, 0);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return 2.0 * SIDE * SIDE * SIDE / fastest;
  }
}
