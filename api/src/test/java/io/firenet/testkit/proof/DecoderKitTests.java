package io.firenet.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.firenet.decoder.DecoderProvider;
import io.firenet.testkit.DecoderContractTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderKitTests {

  @TempDir Path temporary;

  /** What a plugin's author writes. */
  @ExtendWith(KitRun.Provided.class)
  static final class ToyContract extends DecoderContractTests {
    private final DecoderProvider provider;

    ToyContract(DecoderProvider provider) {
      this.provider = provider;
    }

    @Override
    protected DecoderProvider provider() {
      return provider;
    }
  }

  @Test
  void aFaultlessDecoderPassesEveryTest() throws IOException {
    Map<String, String> results =
        KitRun.of(ToyContract.class, toy(FaultyDecoders.ToyDecoder.class));
    assertEquals(10, results.size(), results::toString);
    // Nothing here trains or exports; the engine's own testkit proves that part.
    String skipped = results.remove("exportComputesWhatWasTrained");
    assertTrue(skipped.contains("Assumption failed: add io.firenet:firenet-fabric-core"), skipped);
    assertEquals(Set.of(""), Set.copyOf(results.values()), results::toString);
  }

  static Stream<Arguments> faults() {
    String identity = "nameAndDescriptionAreValidAndTheSameAtEveryCall";
    String channels = "outputsHaveAChannelPerClass";
    String ownership = "everyNodeAddedBelongsToTheHead";
    return Stream.of(
        arguments(FaultyDecoders.SpacedName.class, identity, "got 'My Decoder'"),
        arguments(FaultyDecoders.TwoLineDescription.class, identity, "a description is one line"),
        arguments(
            FaultyDecoders.TwoFinalOutputs.class,
            "firstOutputIsTheFinalOneAndTheOnlyOne",
            "all others are auxiliary, see 'coarse'"),
        arguments(
            FaultyDecoders.UnreadOutput.class,
            "firstOutputIsTheFinalOneAndTheOnlyOne",
            "programs read the final output as 'logits' ==> expected: <logits> but was: <scores>"),
        arguments(FaultyDecoders.UnpooledClassification.class, channels, "must be one voxel; pool"),
        arguments(
            FaultyDecoders.OneOutputName.class,
            "outputsHaveNamesOfTheirOwn",
            "two outputs are named 'logits'"),
        arguments(
            FaultyDecoders.AlwaysThreeClasses.class,
            channels,
            "needs a channel per class or value ==> expected: <2> but was: <3>"),
        arguments(FaultyDecoders.CoarseOutput.class, channels, "must have the input's full size"),
        arguments(
            FaultyDecoders.DefaultChannelsOnly.class,
            "takesTheTrunkAsItsSettingsMakeIt",
            "read channels and sizes from the features' shapes"),
        arguments(FaultyDecoders.PartOfTheTrunk.class, ownership, "must belong to the head"),
        arguments(FaultyDecoders.OutputOfTheTrunk.class, ownership, "'fabric' must be a node of"),
        arguments(
            FaultyDecoders.CountsItsHeads.class, "buildsTheSameHeadEveryTime", "be stateless"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsFoundAndNamed(Class<?> provider, String test, String message) throws IOException {
    KitRun.assertFails(ToyContract.class, toy(provider), test, message);
  }

  private ToyBundle toy(Class<?> provider) throws IOException {
    return ToyBundle.of(DecoderProvider.class, provider, temporary);
  }
}
