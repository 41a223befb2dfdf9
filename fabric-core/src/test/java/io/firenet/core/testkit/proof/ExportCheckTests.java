package io.firenet.core.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.testkit.TrainedExportCheck;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExportCheckTests {

  @TempDir Path folder;

  /** A head without names; what it adds is all that matters here. */
  private record Head(Body body) implements DecoderProvider {
    interface Body {
      List<Output> build(Blocks blocks, Node fabric, int classes);
    }

    @Override
    public String name() {
      return "head";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public Objective objective() {
      return Objective.SEGMENTATION;
    }

    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return body.build(blocks, features.fabric(), classes);
    }
  }

  @Test
  void theDecoderOfThePaperPasses() throws IOException {
    new TrainedExportCheck().check(new SegmentationDecoder(), folder);
  }

  private static Output logits(Node node) {
    return new Output("logits", node, false);
  }

  private static List<Output> amplifiesRounding(Blocks blocks, Node fabric, int classes) {
    Node wide = blocks.net().resize("wide", 1, fabric);
    Node logits = blocks.net().pointwise("small", classes, wide);
    return List.of(logits(blocks.net().add("logits", new Layer.LeakyRelu(1e7), logits)));
  }

  private static List<Output> namedAsTheInput(Blocks blocks, Node fabric, int classes) {
    Node wide = blocks.net().resize("wide", 1, fabric);
    return List.of(new Output("image", blocks.net().pointwise("y", classes, wide), false));
  }

  private static List<Output> rootOfANegativeNumber(Blocks blocks, Node fabric, int classes) {
    Node norm = blocks.net().add("norm", new Layer.InstanceNorm(-100), fabric);
    Node wide = blocks.net().resize("wide", 1, norm);
    return List.of(logits(blocks.net().pointwise("logits", classes, wide)));
  }

  private static List<Output> leadsNowhere(Blocks blocks, Node fabric, int classes) {
    blocks.net().pointwise("lost", 3, fabric);
    Node wide = blocks.net().resize("wide", 1, fabric);
    return List.of(logits(blocks.net().pointwise("logits", classes, wide)));
  }

  /** Its first convolution's bias is taken away by the norm behind it. */
  private record BiasBeforeNorm() implements NetworkProvider {
    @Override
    public String name() {
      return "bias-before-norm";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public String source() {
      return "";
    }

    @Override
    public List<Output> build(NetworkBuilder net, NetworkRequest request) {
      Node first = net.pointwise("first", 4, net.input(request.channels()));
      Node norm = net.add("norm", new Layer.InstanceNorm(1e-5), first);
      Node second = net.conv("second", 3, 1, 1, 4, norm);
      return List.of(logits(net.pointwise("logits", request.classes(), second)));
    }
  }

  @Test
  void aWeightThatLearnsNothingIsNamed() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                new TrainedExportCheck()
                    .check(new BiasBeforeNorm(), JsonValue.EMPTY_JSON_OBJECT, folder));
    assertTrue(
        error.getMessage().startsWith("every weight must learn, but 'first.bias'"),
        error.getMessage());
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("its outputs differ from the trained network's", ExportCheckTests::amplifiesRounding),
        fault("does not load in ONNX Runtime", ExportCheckTests::namedAsTheInput),
        fault("but step 1 has loss NaN", ExportCheckTests::rootOfANegativeNumber),
        fault("'decoder.lost': leads to no output", ExportCheckTests::leadsNowhere));
  }

  private static Arguments fault(String message, Head.Body body) {
    return arguments(message, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void eachFaultIsFoundAndNamed(String message, Head.Body body) {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> new TrainedExportCheck().check(new Head(body), folder));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }
}
