package io.firenet.core.engine.step;

import io.firenet.network.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Where the time of training steps goes: seconds by kind of layer, forward and backward. */
public final class StepTimes {

  private final Map<String, double[]> seconds = new TreeMap<>();

  /**
   * The time of one kind.
   *
   * @param forward seconds
   * @param backward seconds
   */
  public record Part(double forward, double backward) {

    public double total() {
      return forward + backward;
    }
  }

  synchronized void addForward(String kind, long nanos) {
    seconds.computeIfAbsent(kind, k -> new double[2])[0] += nanos / 1e9;
  }

  public synchronized void addBackward(String kind, long nanos) {
    seconds.computeIfAbsent(kind, k -> new double[2])[1] += nanos / 1e9;
  }

  /** What was added up since the last {@link #reset}, the longest first. */
  public synchronized Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .sorted((a, b) -> Double.compare(sum(b.getValue()), sum(a.getValue())))
        .forEach(e -> parts.put(e.getKey(), new Part(e.getValue()[0], e.getValue()[1])));
    return parts;
  }

  private static double sum(double[] passes) {
    return passes[0] + passes[1];
  }

  public synchronized void reset() {
    seconds.clear();
  }

  /** How a layer is listed: its kind, and what makes a convolution fast or slow. */
  public static String kind(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return "Conv %s³%s%s"
          .formatted(
              conv.kernel(),
              conv.stride() == 1 ? "" : ", stride " + conv.stride(),
              conv.dilation() == 1 ? "" : ", dilation " + conv.dilation());
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      return "DepthwiseConv %s³".formatted(conv.kernel());
    }
    return layer.getClass().getSimpleName();
  }
}
