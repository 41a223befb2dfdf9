package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Objective;
import io.firenet.network.NetworkException;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.network.TensorShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a decoder plugin as tests: extend this class in the plugin's own tests. */
public abstract class DecoderContractTests {

  @TempDir Path temporary;

  /**
   * The provider under test.
   *
   * @return a provider, made anew or always the same one
   */
  protected abstract DecoderProvider provider();

  @Test
  void nameAndDescriptionAreValidAndTheSameAtEveryCall() {
    DecoderProvider provider = provider();
    Contract.requireName("decoder", provider.name());
    assertEquals(provider.name(), provider().name(), "a provider must give one name at every call");
    assertEquals(provider.objective(), provider().objective(), "a provider has one objective");
    require(
        !provider.description().isBlank() && provider.description().lines().count() == 1,
        "a description is one line, got '%s'",
        provider.description());
  }

  @Test
  void hostFindsTheProvider() {
    Contract.requireFound(DecoderProvider.class, provider().getClass());
  }

  @Test
  void runsAsABundle() throws IOException {
    Contract.requireRunsAsBundle(
        DecoderProvider.class,
        provider(),
        temporary.resolve("bundle"),
        bundled -> {
          assertEquals(provider().name(), bundled.name(), "name in a bundle");
          assertEquals(weights(provider(), 3), weights(bundled, 3), "weights in a bundle");
        });
  }

  @Test
  void firstOutputIsTheFinalOneAndTheOnlyOne() {
    List<Output> outputs = Head.build(provider(), Head.DEFAULT, 3).network().outputs();
    for (int at = 0; at < outputs.size(); at++) {
      String name = outputs.get(at).name();
      assertEquals(
          at > 0,
          outputs.get(at).auxiliary(),
          "the first output is the final one and all others are auxiliary, see '" + name + "'");
    }
    if (provider().objective() != Objective.REGRESSION) {
      assertEquals("logits", outputs.get(0).name(), "programs read the final output as 'logits'");
    }
  }

  @Test
  void outputsHaveNamesOfTheirOwn() {
    Set<String> seen = new HashSet<>();
    for (Output output : Head.build(provider(), Head.DEFAULT, 3).network().outputs()) {
      require(!output.name().isBlank(), "an output needs a name");
      require(seen.add(output.name()), "two outputs are named '%s'", output.name());
    }
  }

  @Test
  void outputsHaveAChannelPerClass() {
    for (int classes : new int[] {2, 3, 7}) {
      for (Head.Trunk trunk : Head.TRUNKS) {
        List<Output> outputs = Head.build(provider(), trunk, classes).network().outputs();
        outputs.forEach(output -> assertChannels(output, classes));
        if (provider().objective().wholeImage()) {
          outputs.forEach(output -> assertOneVoxel(output, classes));
        } else {
          assertEquals(
              new TensorShape(classes, 1),
              outputs.get(0).node().shape(),
              "a segmentation's final output must have the input's full size");
        }
      }
    }
  }

  private static void assertChannels(Output output, int classes) {
    assertEquals(
        classes,
        output.node().shape().channels(),
        "output '%s' needs a channel per class or value".formatted(output.name()));
  }

  private static void assertOneVoxel(Output output, int classes) {
    assertEquals(
        TensorShape.whole(classes),
        output.node().shape(),
        "output '%s' answers for the whole image and must be one voxel; pool it"
            .formatted(output.name()));
  }

  @Test
  void takesTheTrunkAsItsSettingsMakeIt() {
    for (Head.Trunk trunk : Head.TRUNKS) {
      try {
        Head.build(provider(), trunk, 3);
      } catch (NetworkException e) {
        fail(
            "read channels and sizes from the features' shapes; with %s: %s"
                .formatted(trunk, e.getMessage()),
            e);
      }
    }
  }

  @Test
  void everyNodeAddedBelongsToTheHead() {
    Head head = Head.build(provider(), Head.DEFAULT, 3);
    for (Node node : head.added()) {
      assertEquals(
          Part.DECODER,
          node.part(),
          "node '%s' must belong to the head; leave the part of the network builder as it is"
              .formatted(node.name()));
    }
    for (Output output : head.network().outputs()) {
      require(
          head.added().contains(output.node()),
          "output '%s' must be a node of the head",
          output.name());
    }
  }

  /** Skipped where nothing on the class path can train and export. */
  @Test
  void exportComputesWhatWasTrained() throws IOException {
    Optional<ExportCheck> check = ServiceLoader.load(ExportCheck.class).findFirst();
    assumeTrue(
        check.isPresent(),
        "add io.firenet:firenet-fabric-core and its testkit, scope test, to compare what was"
            + " trained with what is exported");
    check.get().check(provider(), temporary);
  }

  @Test
  void buildsTheSameHeadEveryTime() {
    DecoderProvider provider = provider();
    List<String> first = weights(provider, 3);
    weights(provider, 7);
    assertEquals(first, weights(provider, 3), "a provider must be stateless: built again");
    assertEquals(first, weights(provider(), 3), "a provider must be stateless: built by another");
  }

  private static List<String> weights(DecoderProvider provider, int classes) {
    return Head.build(provider, Head.DEFAULT, classes).network().weights(Part.DECODER).stream()
        .map(weight -> weight.name() + Arrays.toString(weight.shape()))
        .toList();
  }
}
