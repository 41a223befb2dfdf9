package io.firenet.launcher.argument;

import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.PredictorOptions.Device;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of where a model's passes are computed, and in how much memory. */
@OptionGroup("Inference")
public final class PassOptions {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda|tensorrt|auto",
      defaultValue = "cpu",
      description = {
        "Where the network runs; cuda and tensorrt need a build with -Pcuda. auto: cuda, or the CPU"
            + " where that cannot be used. Default: cpu."
      })
  private Device device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      converter = ThreadsConverter.class,
      description = "Threads on the CPU; default: one per core.")
  private int threads;

  @Option(
      names = "--memory-budget",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = ByteSize.class,
      description = {
        "Most memory for models and one image, such as 4G; what needs more goes in smaller tiles,"
            + " of 64 voxels a side at least. Default: four fifths of what the machine has free."
      })
  private long memoryBudget;

  /** The default but for these options. */
  public PredictorOptions options() {
    return new PredictorOptions(device, threads).withMemoryBudget(memoryBudget);
  }

  /** Reads a number of threads. */
  static final class ThreadsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,4}")) {
        throw new TypeConversionException(
            "expected a number of threads, or 0 for one per core, got '%s'".formatted(text));
      }
      return Integer.valueOf(text);
    }
  }
}
