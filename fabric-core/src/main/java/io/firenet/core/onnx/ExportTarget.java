package io.firenet.core.onnx;

/** What a model's graph is made for; both forms compute the same. */
public enum ExportTarget {
  /**
   * ONNX Runtime's CPU kernels: 3×3×3 convolutions are written as 3×3 ones of three slices, which
   * is faster there and takes more memory.
   */
  CPU,
  /** Libraries with kernels for volumes, such as cuDNN: convolutions as they are. */
  GPU
}
