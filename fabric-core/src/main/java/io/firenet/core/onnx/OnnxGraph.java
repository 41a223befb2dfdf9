package io.firenet.core.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.platform.Fp16Conversions;
import com.google.protobuf.UnsafeByteOperations;
import io.firenet.network.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An ONNX graph that grows node by node. A node's name is also the name of what it computes. */
final class OnnxGraph {

  /** Domain of ONNX Runtime's own operators. */
  static final String RUNTIME_DOMAIN = "com.microsoft";

  private static final float MAX_HALF = 65504;

  /** Weights of fewer values than this stay in single precision: they take no room. */
  private static final int FEW = 256;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final boolean halfWeights;
  private final Set<String> shared = new HashSet<>();

  /** With weights in single precision. */
  OnnxGraph() {
    this(false);
  }

  /**
   * @param halfWeights whether weights are stored in half precision
   */
  OnnxGraph(boolean halfWeights) {
    this.halfWeights = halfWeights;
  }

  /** The graph under its name, its nodes in the order in which they were added. */
  GraphProto build(String name) {
    return graph.setName(name).build();
  }

  /**
   * Adds a node.
   *
   * @param attributes values of type Long, Float, String or long[]
   * @return the name of its output
   */
  String node(String name, String operator, List<String> inputs, Map<String, ?> attributes) {
    return node(name, name, operator, inputs, attributes);
  }

  /**
   * Adds what several nodes read, unless it is there already.
   *
   * @param write adds what has the given name
   * @return the name
   */
  String once(String name, Consumer<String> write) {
    if (shared.add(name)) {
      write.accept(name);
    }
    return name;
  }

  /** As {@link #node(String, String, List, Map)}, for one of ONNX Runtime's own operators. */
  String runtimeNode(String name, String operator, List<String> inputs, Map<String, ?> attributes) {
    String output = node(name, operator, inputs, attributes);
    graph.getNodeBuilder(graph.getNodeCount() - 1).setDomain(RUNTIME_DOMAIN);
    return output;
  }

  /** As the first, for a node whose output has a name of its own. */
  String node(
      String name, String output, String operator, List<String> inputs, Map<String, ?> attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output);
    new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
    return output;
  }

  /** Adds a float32 constant of the given shape; an empty shape is a scalar. */
  String constant(String name, int[] shape, float[] values) {
    ByteBuffer bytes = littleEndian((long) values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return tensor(name, DataType.FLOAT, Arrays.stream(shape).asLongStream().toArray(), bytes);
  }

  /**
   * Adds weights, which the file may hold in half precision.
   *
   * @throws IllegalArgumentException if half precision cannot hold a value
   */
  String weight(String name, int[] shape, float[] values) {
    if (!halfWeights || values.length < FEW) {
      return constant(name, shape, values);
    }
    ByteBuffer bytes = littleEndian((long) values.length * Short.BYTES);
    for (float value : values) {
      if (Math.abs(value) > MAX_HALF) {
        throw new IllegalArgumentException(
            "weight '%s' holds %s, half precision ends at %s; export with single precision"
                .formatted(name, value, MAX_HALF));
      }
      bytes.putShort(Fp16Conversions.floatToFp16(value));
    }
    long[] sides = Arrays.stream(shape).asLongStream().toArray();
    String half = tensor(name + ".half", DataType.FLOAT16, sides, bytes.rewind());
    return node(name, "Cast", List.of(half), Map.of("to", (long) DataType.FLOAT.getNumber()));
  }

  /** Adds a constant of any type from its little-endian bytes. */
  String bytes(String name, DataType type, long[] shape, byte[] values) {
    return tensor(name, type, shape, ByteBuffer.wrap(values));
  }

  /** Adds an int64 scalar. */
  String scalar(String name, long value) {
    ByteBuffer bytes = littleEndian(Long.BYTES).putLong(value).rewind();
    return tensor(name, DataType.INT64, new long[0], bytes);
  }

  /** Adds a vector of int64. */
  String constant(String name, long... values) {
    ByteBuffer bytes = littleEndian((long) values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return tensor(name, DataType.INT64, new long[] {values.length}, bytes);
  }

  /** Declares an input, float32 {@code [1,channels,D,H,W]}. */
  void input(String name, int channels) {
    graph.addInput(value(name, new TensorShape(channels, 1)));
  }

  /** Declares an output, float32, {@code [1,channels,D,H,W]} at full resolution. */
  void output(String name, TensorShape shape) {
    graph.addOutput(value(name, shape));
  }

  private String tensor(String name, DataType type, long[] shape, ByteBuffer bytes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    tensor.setRawData(UnsafeByteOperations.unsafeWrap(bytes)); // no second copy of the weights
    graph.addInitializer(tensor);
    return name;
  }

  private static ByteBuffer littleEndian(long size) {
    return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ValueInfoProto value(String name, TensorShape tensorShape) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(1);
    shape.addDimBuilder().setDimValue(tensorShape.channels());
    for (String side : List.of("D", "H", "W")) {
      if (tensorShape.isWhole()) {
        shape.addDimBuilder().setDimValue(1);
      } else if (tensorShape.divisor() == 1) {
        shape.addDimBuilder().setDimParam(side);
      } else {
        shape.addDimBuilder(); // a name would promise that all such sides are equal
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Long number) {
      attribute.setType(AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute
          .setType(AttributeType.STRING)
          .setS(com.google.protobuf.ByteString.copyFromUtf8(text));
    } else if (value instanceof long[] numbers) {
      attribute.setType(AttributeType.INTS);
      Arrays.stream(numbers).forEach(attribute::addInts);
    } else {
      throw new IllegalArgumentException("no ONNX attribute type for " + name + " = " + value);
    }
    return attribute.build();
  }
}
