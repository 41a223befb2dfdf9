package io.firenet.core.engine.step;

import io.firenet.network.Layer;

/**
 * What a kind of layer means for the life of a step's activations.
 *
 * @param convolution whether it is a convolution of some kind
 * @param readsInputs whether its backward pass reads the values of its inputs
 * @param readsOutput whether its backward pass reads the values of its output
 * @param mayOverwrite whether its output may take the place of its first input
 * @param keepsState whether its kernel keeps something between the passes
 * @param gradientInPlace whether the gradient of its input takes the place of its output's
 */
record LayerTraits(
    boolean convolution,
    boolean readsInputs,
    boolean readsOutput,
    boolean mayOverwrite,
    boolean keepsState,
    boolean gradientInPlace) {

  private static final LayerTraits NONE = new LayerTraits(false, false, false, false, false, false);
  private static final LayerTraits CONVOLUTION =
      new LayerTraits(true, true, false, false, false, false);
  private static final LayerTraits NORM = new LayerTraits(false, true, false, false, true, true);
  private static final LayerTraits SLOPES = new LayerTraits(false, true, false, false, false, true);
  private static final LayerTraits POOL = new LayerTraits(false, false, false, false, true, false);
  private static final LayerTraits SUM = new LayerTraits(false, false, false, true, false, false);
  private static final LayerTraits GATES = new LayerTraits(false, true, false, false, false, false);

  /** Its gradient needs the sign of its input, which is that of its output. */
  private static final LayerTraits RECTIFIER =
      new LayerTraits(false, false, true, true, false, true);

  private static final Layer.Visitor<LayerTraits> OF =
      new Layer.Visitor<>() {
        @Override
        public LayerTraits input(Layer.Input layer) {
          return NONE;
        }

        @Override
        public LayerTraits conv(Layer.Conv layer) {
          return CONVOLUTION;
        }

        @Override
        public LayerTraits depthwiseConv(Layer.DepthwiseConv layer) {
          return CONVOLUTION;
        }

        @Override
        public LayerTraits convTranspose(Layer.ConvTranspose layer) {
          return CONVOLUTION;
        }

        @Override
        public LayerTraits maxPool(Layer.MaxPool layer) {
          return POOL;
        }

        @Override
        public LayerTraits instanceNorm(Layer.InstanceNorm layer) {
          return NORM;
        }

        @Override
        public LayerTraits leakyRelu(Layer.LeakyRelu layer) {
          return RECTIFIER;
        }

        @Override
        public LayerTraits pRelu(Layer.PRelu layer) {
          return SLOPES;
        }

        @Override
        public LayerTraits add(Layer.Add layer) {
          return SUM;
        }

        @Override
        public LayerTraits concat(Layer.Concat layer) {
          return NONE;
        }

        @Override
        public LayerTraits resize(Layer.Resize layer) {
          return NONE;
        }

        @Override
        public LayerTraits globalAveragePool(Layer.GlobalAveragePool layer) {
          return NONE;
        }

        @Override
        public LayerTraits trainableSum(Layer.TrainableSum layer) {
          return GATES;
        }
      };

  static LayerTraits of(Layer layer) {
    return layer.accept(OF);
  }
}
