package io.firenet.core.onnx;

import java.util.Locale;

/** The number formats of an exported model. */
public enum ExportPrecision {
  /** Weights and arithmetic in single precision. */
  F32,
  /** Weights stored in half precision, computed with in single precision; half the file. */
  FP16,
  /**
   * 3×3×3 convolutions with weights of 7 bits and activations of 8, scaled on images of the
   * training set; the rest in single precision. For the CPU.
   */
  INT8;

  /** As on the command line and in model cards. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
