package io.firenet.core.onnx;

/**
 * The form of an exported model.
 *
 * @param precision its number formats
 * @param target what its graph is made for
 */
public record ExportOptions(ExportPrecision precision, ExportTarget target) {

  /** Single precision for the CPU. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(ExportPrecision.F32, ExportTarget.CPU);

  /**
   * @throws IllegalArgumentException if integers are asked for where nothing computes with them
   */
  public ExportOptions {
    if (precision == ExportPrecision.INT8 && target == ExportTarget.GPU) {
      throw new IllegalArgumentException(
          "precision int8 is for the CPU alone; for a GPU export f32 or fp16");
    }
  }
}
