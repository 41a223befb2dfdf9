package io.firenet.core.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.preprocess.Crop;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what a network computes on images, for the ranges of integers. */
final class Calibration {

  /** Only the middle of larger images is measured: all activations are held at once. */
  private static final int MAX_SIDE = 64;

  private Calibration() {}

  /**
   * Runs a network on images.
   *
   * @param model the network's graph, which gives out {@link ActivationRanges#nodes}
   * @param images prepared for the network, at least one
   * @throws IOException if ONNX Runtime fails
   * @throws IllegalArgumentException if there is no image
   */
  static ActivationRanges measure(Network network, ModelProto model, List<Volume> images)
      throws IOException {
    if (images.isEmpty()) {
      throw new IllegalArgumentException(
          "precision int8 needs images of the training set to measure activations on, got none");
    }
    Map<Node, String> names = new LinkedHashMap<>();
    ActivationRanges.nodes(network).forEach(node -> names.put(node, node.name()));
    network.outputs().forEach(output -> names.replace(output.node(), output.name()));
    ActivationRanges ranges = new ActivationRanges();
    try (OnnxSession session = OnnxSession.open(model.toByteArray())) {
      for (Volume image : images) {
        Volume middle = Crop.centred(image.size(), MAX_SIDE).apply(image);
        session.run(
            middle.data(),
            middle.channels(),
            middle.size(),
            outputs -> measure(outputs, names, ranges));
      }
      return ranges;
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime cannot measure activations: " + e.getMessage(), e);
    }
  }

  private static ActivationRanges measure(
      OrtSession.Result outputs, Map<Node, String> names, ActivationRanges ranges)
      throws OrtException {
    for (Map.Entry<Node, String> entry : names.entrySet()) {
      OnnxTensor tensor = (OnnxTensor) outputs.get(entry.getValue()).orElseThrow();
      FloatBuffer values = tensor.getFloatBuffer();
      float[] array = new float[values.remaining()];
      values.get(array);
      ranges.add(entry.getKey(), array);
    }
    return ranges;
  }
}
