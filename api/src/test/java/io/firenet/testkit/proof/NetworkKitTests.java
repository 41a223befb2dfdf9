package io.firenet.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.firenet.architecture.NetworkProvider;
import io.firenet.testkit.NetworkContractTests;
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

class NetworkKitTests {

  @TempDir Path temporary;

  /** What a plugin's author writes. */
  @ExtendWith(KitRun.Provided.class)
  static final class ToyContract extends NetworkContractTests {
    private final NetworkProvider provider;

    ToyContract(NetworkProvider provider) {
      this.provider = provider;
    }

    @Override
    protected NetworkProvider provider() {
      return provider;
    }
  }

  @Test
  void aFaultlessNetworkPassesEveryTest() throws IOException {
    Map<String, String> results =
        KitRun.of(ToyContract.class, toy(FaultyNetworks.ToyNetwork.class));
    assertEquals(11, results.size(), results::toString);
    // Nothing here trains or exports; the engine's own testkit proves that part.
    String skipped = results.remove("trainsAndExports");
    assertTrue(skipped.contains("Assumption failed: add io.firenet:firenet-fabric-core"), skipped);
    assertEquals(Set.of(""), Set.copyOf(results.values()), results::toString);
  }

  static Stream<Arguments> faults() {
    String identity = "nameDescriptionAndSourceAreValidAndTheSameAtEveryCall";
    String output = "firstOutputIsTheFinalOneAndHasTheImagesSize";
    String channels = "takesAnyChannelsAndClasses";
    String refusal = "refusesADecoderInOneLineOrServesIt";
    return Stream.of(
        arguments(FaultyNetworks.SpacedName.class, identity, "got 'My Network'"),
        arguments(FaultyNetworks.NoSource.class, identity, "a source is one line"),
        arguments(
            FaultyNetworks.SettingCalledName.class,
            "settingsAreTheSameAtEveryCallAndNoneIsCalledName",
            "would be taken for the network's"),
        arguments(FaultyNetworks.CoarseOutput.class, output, "and the image's size"),
        arguments(FaultyNetworks.UnreadOutput.class, output, "<logits> but was: <scores>"),
        arguments(FaultyNetworks.TwoFinalOutputs.class, output, "auxiliary, see 'coarse'"),
        arguments(
            FaultyNetworks.AuxiliaryOfThreeClasses.class,
            channels,
            "output 'three' needs a channel per class ==> expected: <2> but was: <3>"),
        arguments(FaultyNetworks.OneMoreClassOnly.class, channels, "but was: <4>"),
        arguments(
            FaultyNetworks.FirstConvolutionShared.class,
            "trunkIsOneForAllDatasets",
            "belongs to its stem or decoder"),
        arguments(FaultyNetworks.AnswersWithVoxels.class, refusal, "is not one voxel; refuse it"),
        arguments(FaultyNetworks.CurtRefusal.class, refusal, "got 'no'"),
        arguments(FaultyNetworks.TinyPatches.class, "patchesAreLargeEnough", "got 8"),
        arguments(
            FaultyNetworks.CountsItsNetworks.class, "buildsTheSameNetworkEveryTime", "stateless"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsFoundAndNamed(Class<?> provider, String test, String message) throws IOException {
    KitRun.assertFails(ToyContract.class, toy(provider), test, message);
  }

  private ToyBundle toy(Class<?> provider) throws IOException {
    return ToyBundle.of(NetworkProvider.class, provider, temporary);
  }
}
