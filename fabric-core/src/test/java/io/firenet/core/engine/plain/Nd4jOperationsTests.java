package io.firenet.core.engine.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.firenet.core.engine.Computes;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.step.StepTimes;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Layers in ND4J's operations alone (views, matrix products, elementwise operations; no pointers
 * into the host's memory) against those of this package: the same values, and how long both take.
 * They would run on ND4J's CUDA backend unchanged, if they were fast enough to be worth having.
 */
@Tag("benchmark")
class Nd4jOperationsTests {

  private static final GridSize SIZE = new GridSize(36, 52, 36);
  private static final int CHANNELS = 32;
  private static final int REPETITIONS = 5;

  /** A layer in ND4J's operations, on arrays {@code [D,H,W,C]}. */
  private interface Operations {
    INDArray forward(INDArray x);

    void backward(INDArray x, INDArray gradient);
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(new Layer.Conv(CHANNELS, 3, 1, 1, false), false),
        Arguments.of(new Layer.Conv(CHANNELS, 3, 1, 2, false), false),
        Arguments.of(new Layer.Conv(CHANNELS, 3, 1, 1, false), true),
        Arguments.of(new Layer.Conv(CHANNELS, 3, 1, 2, false), true),
        Arguments.of(new Layer.Conv(CHANNELS, 1, 1, 1, false), false),
        Arguments.of(new Layer.InstanceNorm(1e-5), false),
        Arguments.of(new Layer.LeakyRelu(0.01), false));
  }

  @ParameterizedTest(name = "{0}, by one operation: {1}")
  @MethodSource("layers")
  void timesOfBoth(Layer layer, boolean one) {
    Network network = around(layer);
    try (TrainingEngine engine =
        new TrainingEngine(Map.of("a", network), 1, Map.of(), Precision.F32, Computes.PLAIN)) {
      TrainableNetwork trained = engine.network("a");
      trained.weight("before.weight").set(identity());
      float[] image = image();
      float[] expected = trained.apply(image, SIZE);
      INDArray x = channelsLast(image);
      Operations operations = operations(layer, one, trained, network);
      assertClose(channelsLast(expected), operations.forward(x));

      double[] plain = new double[2];
      List<double[]> ours = new ArrayList<>();
      INDArray gradient = Nd4j.rand(DataType.FLOAT, x.shape());
      short[] labels = new short[(int) SIZE.voxels()];
      for (int i = 0; i < REPETITIONS; i++) {
        trained.times().reset();
        trained.gradients(image, labels, SIZE);
        StepTimes.Part part = trained.times().parts().get(StepTimes.kind(layer));
        plain[0] = i == 0 ? part.forward() : Math.min(plain[0], part.forward());
        plain[1] = i == 0 ? part.backward() : Math.min(plain[1], part.backward());
        ours.add(time(operations, x, gradient));
      }
      double forward = ours.stream().mapToDouble(t -> t[0]).min().orElseThrow();
      double backward = ours.stream().mapToDouble(t -> t[1]).min().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%s%s: plain %.4f s forward, %.4f s backward; ND4J's operations %.4f, %.4f; speed %.2f of plain's%n",
          StepTimes.kind(layer),
          one ? ", ND4J's conv3d" : "",
          plain[0],
          plain[1],
          forward,
          backward,
          (plain[0] + plain[1]) / (forward + backward));
    }
  }

  private static double[] time(Operations operations, INDArray x, INDArray gradient) {
    long start = System.nanoTime();
    operations.forward(x);
    long middle = System.nanoTime();
    operations.backward(x, gradient);
    return new double[] {(middle - start) / 1e9, (System.nanoTime() - middle) / 1e9};
  }

  private static Network around(Layer layer) {
    NetworkBuilder net = new NetworkBuilder();
    Node before = net.add("before", new Layer.Conv(CHANNELS, 1, 1, 1, false), net.input(CHANNELS));
    Node tested = net.add("l", layer, before);
    return net.build(List.of(new Output("l", tested, false)));
  }

  private static float[] identity() {
    float[] weights = new float[CHANNELS * CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      weights[i * CHANNELS + i] = 1;
    }
    return weights;
  }

  private static float[] image() {
    Random random = new Random(1);
    float[] image = new float[CHANNELS * (int) SIZE.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static INDArray channelsLast(float[] values) {
    return Nd4j.createFromArray(values)
        .reshape(CHANNELS, SIZE.depth(), SIZE.height(), SIZE.width())
        .permute(1, 2, 3, 0)
        .dup('c');
  }

  private static void assertClose(INDArray expected, INDArray found) {
    double off = expected.sub(found).amaxNumber().doubleValue();
    assertEquals(0, off, 1e-3);
  }

  private static Operations operations(
      Layer layer, boolean one, TrainableNetwork trained, Network network) {
    if (layer instanceof Layer.Conv conv) {
      List<INDArray> taps = taps(conv, trained, network);
      return one ? new Conv3dOperation(conv, stacked(conv, taps)) : new ConvOperations(conv, taps);
    }
    return layer instanceof Layer.InstanceNorm norm
        ? new NormOperations(norm.epsilon())
        : new RectifierOperations(((Layer.LeakyRelu) layer).alpha());
  }

  /** The kernel's matrix {@code [I,O]} of each tap. */
  private static List<INDArray> taps(Layer.Conv conv, TrainableNetwork trained, Network network) {
    WeightSpec spec =
        network.weights().stream()
            .filter(weight -> weight.name().startsWith("l."))
            .findFirst()
            .orElseThrow();
    int count = conv.kernel() * conv.kernel() * conv.kernel();
    INDArray all =
        Nd4j.createFromArray(trained.weight(spec.name()).values())
            .reshape(CHANNELS, CHANNELS, count);
    List<INDArray> taps = new ArrayList<>();
    for (int tap = 0; tap < count; tap++) {
      taps.add(
          all.get(all(), all(), interval(tap, tap + 1))
              .reshape(CHANNELS, CHANNELS)
              .transpose()
              .dup('c'));
    }
    return taps;
  }

  /** The kernel as ND4J's operation takes it, {@code [kD,kH,kW,I,O]}. */
  private static INDArray stacked(Layer.Conv conv, List<INDArray> taps) {
    int k = conv.kernel();
    INDArray all = Nd4j.createUninitialized(DataType.FLOAT, (long) k * k * k, CHANNELS, CHANNELS);
    for (int tap = 0; tap < taps.size(); tap++) {
      all.slice(tap).assign(taps.get(tap));
    }
    return all.reshape(k, k, k, CHANNELS, CHANNELS);
  }

  /** ND4J's own operation of that name. */
  private record Conv3dOperation(Layer.Conv layer, INDArray kernel) implements Operations {

    /** Kernel, stride, no padding by hand, dilation, same size, channels last. */
    private int[] settings() {
      int k = layer.kernel();
      int d = layer.dilation();
      return new int[] {k, k, k, 1, 1, 1, 0, 0, 0, d, d, d, 1, 1};
    }

    private static INDArray batch(INDArray x) {
      return x.reshape(1, SIZE.depth(), SIZE.height(), SIZE.width(), CHANNELS);
    }

    @Override
    public INDArray forward(INDArray x) {
      INDArray y = Nd4j.createUninitialized(DataType.FLOAT, batch(x).shape());
      run("conv3dnew", List.of(batch(x), kernel), List.of(y));
      return y.reshape(x.shape());
    }

    @Override
    public void backward(INDArray x, INDArray gradient) {
      run(
          "conv3dnew_bp",
          List.of(batch(x), kernel, batch(gradient)),
          List.of(Nd4j.zerosLike(batch(x)), Nd4j.zerosLike(kernel)));
    }

    private void run(String name, List<INDArray> inputs, List<INDArray> outputs) {
      Nd4j.exec(
          DynamicCustomOp.builder(name)
              .addInputs(inputs.toArray(new INDArray[0]))
              .addOutputs(outputs.toArray(new INDArray[0]))
              .addIntegerArguments(settings())
              .build());
    }
  }

  /** A convolution as one matrix product per tap, over views of the padded image. */
  private record ConvOperations(Layer.Conv layer, List<INDArray> taps) implements Operations {

    private int padding() {
      return layer.dilation() * (layer.kernel() - 1) / 2;
    }

    private INDArray padded(INDArray x) {
      int p = padding();
      if (p == 0) {
        return x;
      }
      INDArray padded =
          Nd4j.zeros(
              DataType.FLOAT,
              SIZE.depth() + 2L * p,
              SIZE.height() + 2L * p,
              SIZE.width() + 2L * p,
              CHANNELS);
      padded.get(inner(p, p, p)).assign(x);
      return padded;
    }

    private static INDArrayIndex[] inner(int z, int y, int x) {
      return new INDArrayIndex[] {
        interval(z, z + SIZE.depth()),
        interval(y, y + SIZE.height()),
        interval(x, x + SIZE.width()),
        all()
      };
    }

    private INDArrayIndex[] view(int tap) {
      int k = layer.kernel();
      int d = layer.dilation();
      return inner(tap / (k * k) * d, tap / k % k * d, tap % k * d);
    }

    private static INDArray matrix(INDArray view) {
      return view.dup('c').reshape(SIZE.voxels(), CHANNELS);
    }

    @Override
    public INDArray forward(INDArray x) {
      INDArray padded = padded(x);
      INDArray sum = Nd4j.createUninitialized(DataType.FLOAT, SIZE.voxels(), CHANNELS);
      for (int tap = 0; tap < taps.size(); tap++) {
        INDArray part = matrix(padded.get(view(tap)));
        if (tap == 0) {
          part.mmuli(taps.get(tap), sum);
        } else {
          sum.addi(part.mmul(taps.get(tap)));
        }
      }
      return sum.reshape(x.shape());
    }

    @Override
    public void backward(INDArray x, INDArray gradient) {
      INDArray padded = padded(x);
      INDArray dx = Nd4j.zerosLike(padded);
      INDArray g = gradient.reshape(SIZE.voxels(), CHANNELS);
      for (int tap = 0; tap < taps.size(); tap++) {
        matrix(padded.get(view(tap))).transpose().mmul(g); // of the weights
        dx.get(view(tap)).addi(g.mmul(taps.get(tap).transpose()).reshape(x.shape()));
      }
    }
  }

  /** Instance norm with a scale of 1 and no shift, as it begins. */
  private record NormOperations(double epsilon) implements Operations {

    private INDArray normal(INDArray x) {
      INDArray rows = x.reshape(SIZE.voxels(), CHANNELS);
      INDArray centred = rows.subRowVector(rows.mean(0));
      return centred.diviRowVector(deviation(rows));
    }

    private INDArray deviation(INDArray rows) {
      return Transforms.sqrt(rows.var(false, 0).addi(epsilon));
    }

    @Override
    public INDArray forward(INDArray x) {
      return normal(x).reshape(x.shape());
    }

    @Override
    public void backward(INDArray x, INDArray gradient) {
      INDArray normal = normal(x);
      INDArray g = gradient.reshape(SIZE.voxels(), CHANNELS);
      INDArray slope = g.mul(normal).mean(0);
      g.subRowVector(g.mean(0))
          .subi(normal.mulRowVector(slope))
          .diviRowVector(deviation(x.reshape(SIZE.voxels(), CHANNELS)));
    }
  }

  /** Leaky ReLU. */
  private record RectifierOperations(double alpha) implements Operations {

    @Override
    public INDArray forward(INDArray x) {
      return Transforms.leakyRelu(x, alpha);
    }

    @Override
    public void backward(INDArray x, INDArray gradient) {
      Transforms.leakyReluDerivative(x, alpha).muli(gradient);
    }
  }
}
