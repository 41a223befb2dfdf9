package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.decoder.Objective;
import io.firenet.network.Network;
import io.firenet.network.NetworkException;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.network.TensorShape;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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

/** The contract of a network as tests: extend this class in the plugin's own tests. */
public abstract class NetworkContractTests {

  private static final List<Fingerprint> FINGERPRINTS =
      List.of(
          Fingerprint.ofCubes(64),
          new Fingerprint(new GridSize(11, 13, 17), 1),
          new Fingerprint(new GridSize(24, 320, 300), 1));

  @TempDir Path temporary;

  /**
   * The provider under test.
   *
   * @return a provider, made anew or always the same one
   */
  protected abstract NetworkProvider provider();

  /**
   * Settings that make the network small for the tests that train it; those that are left out are
   * defaults.
   *
   * @return an object of the network's settings; by default empty
   */
  protected JsonObject smallSettings() {
    return JsonValue.EMPTY_JSON_OBJECT;
  }

  /**
   * Whether it comes as a bundle. A network that a program brings along does not.
   *
   * @return true by default
   */
  protected boolean isPlugin() {
    return true;
  }

  private NetworkRequest request(int channels, int classes, Fingerprint fingerprint) {
    return new NetworkRequest(
        channels,
        new PlainDecoder(Objective.SEGMENTATION),
        classes,
        provider().defaults(),
        fingerprint);
  }

  private Network network(int channels, int classes) {
    return provider().network(request(channels, classes, FINGERPRINTS.get(0)));
  }

  @Test
  void nameDescriptionAndSourceAreValidAndTheSameAtEveryCall() {
    NetworkProvider provider = provider();
    Contract.requireName("network", provider.name());
    assertEquals(provider.name(), provider().name(), "a provider must give one name at every call");
    requireLine("title", provider.title());
    requireLine("description", provider.description());
    requireLine("source", provider.source());
  }

  private static void requireLine(String what, String text) {
    require(!text.isBlank() && text.lines().count() == 1, "a %s is one line, got '%s'", what, text);
  }

  @Test
  void settingsAreTheSameAtEveryCallAndNoneIsCalledName() {
    JsonObject defaults = provider().defaults();
    assertEquals(defaults, provider().defaults(), "defaults must be the same at every call");
    require(
        !defaults.containsKey("name"),
        "a setting 'name' would be taken for the network's; call it something else");
    smallSettings()
        .keySet()
        .forEach(key -> require(defaults.containsKey(key), "there is no setting '%s'", key));
  }

  @Test
  void hostFindsTheProvider() {
    Contract.requireFound(NetworkProvider.class, provider().getClass());
  }

  @Test
  void runsAsABundle() throws IOException {
    assumeTrue(isPlugin(), "this network is part of a program");
    Contract.requireRunsAsBundle(
        NetworkProvider.class,
        provider(),
        temporary.resolve("bundle"),
        bundled -> {
          assertEquals(provider().name(), bundled.name(), "name in a bundle");
          NetworkRequest request = request(1, 3, FINGERPRINTS.get(0));
          assertEquals(
              weights(provider().network(request)),
              weights(bundled.network(request)),
              "weights in a bundle");
        });
  }

  @Test
  void firstOutputIsTheFinalOneAndHasTheImagesSize() {
    for (Fingerprint fingerprint : FINGERPRINTS) {
      List<Output> outputs = built(2, 3, fingerprint).outputs();
      assertEquals(
          "logits",
          outputs.get(0).name(),
          "programs read a segmentation's final output as 'logits'");
      assertEquals(
          new TensorShape(3, 1),
          outputs.get(0).node().shape(),
          "a segmentation's final output must have a channel per class and the image's size");
      Set<String> names = new HashSet<>();
      for (int at = 0; at < outputs.size(); at++) {
        String name = outputs.get(at).name();
        require(names.add(name), "two outputs are named '%s'", name);
        assertEquals(
            at > 0,
            outputs.get(at).auxiliary(),
            "the first output is the final one and all others are auxiliary, see '" + name + "'");
      }
    }
  }

  private Network built(int channels, int classes, Fingerprint fingerprint) {
    try {
      return provider().network(request(channels, classes, fingerprint));
    } catch (NetworkException e) {
      return fail(
          "%d channels, %d classes, images of %s voxels: %s"
              .formatted(channels, classes, fingerprint.medianSize(), e.getMessage()),
          e);
    }
  }

  @Test
  void takesAnyChannelsAndClasses() {
    for (int channels : new int[] {1, 2, 4}) {
      for (int classes : new int[] {2, 3, 7}) {
        Network network = built(channels, classes, FINGERPRINTS.get(0));
        assertEquals(channels, network.input().shape().channels(), "channels of the input");
        for (Output output : network.outputs()) {
          assertEquals(
              classes,
              output.node().shape().channels(),
              "output '%s' needs a channel per class".formatted(output.name()));
        }
      }
    }
  }

  @Test
  void trunkIsOneForAllDatasets() {
    assumeTrue(!provider().oneDatasetOnly(), "it trains one dataset at a time");
    List<String> trunk = weights(network(1, 2), Part.TRUNK);
    require(!trunk.isEmpty(), "nothing is shared by the datasets; leave nodes outside of part(…)");
    for (Fingerprint fingerprint : FINGERPRINTS) {
      assertEquals(
          trunk,
          weights(built(4, 7, fingerprint), Part.TRUNK),
          "what depends on a dataset belongs to its stem or decoder, see NetworkBuilder.part;"
              + " or declare oneDatasetOnly");
    }
  }

  @Test
  void patchesAreLargeEnough() {
    for (Fingerprint fingerprint : FINGERPRINTS) {
      provider()
          .patchSide(request(1, 2, fingerprint))
          .ifPresent(
              side -> require(side >= 16, "a patch must have 16 voxels a side, got %s", side));
    }
  }

  @Test
  void refusesADecoderInOneLineOrServesIt() {
    for (Objective objective : List.of(Objective.CLASSIFICATION, Objective.REGRESSION)) {
      PlainDecoder decoder = new PlainDecoder(objective);
      try {
        List<Output> outputs =
            provider()
                .network(
                    new NetworkRequest(1, decoder, 3, provider().defaults(), FINGERPRINTS.get(0)))
                .outputs();
        for (Output output : outputs) {
          require(
              output.node().shape().isWhole(),
              "it takes decoder '%s', but output '%s' is not one voxel; refuse it with"
                  + " NetworkRequest.requireSegmentation",
              decoder.name(),
              output.name());
        }
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        require(
            message.lines().count() == 1
                && message.contains(provider().name())
                && message.contains(decoder.name()),
            "the refusal of a decoder is one line that names network and decoder, got '%s'",
            message);
      }
    }
  }

  @Test
  void buildsTheSameNetworkEveryTime() {
    NetworkProvider provider = provider();
    NetworkRequest request = request(1, 3, FINGERPRINTS.get(0));
    List<String> first = weights(provider.network(request));
    provider.network(request(4, 7, FINGERPRINTS.get(2)));
    assertEquals(
        first, weights(provider.network(request)), "a provider must be stateless: built again");
    assertEquals(
        first,
        weights(provider().network(request)),
        "a provider must be stateless: built by another");
  }

  /** Skipped where nothing on the class path can train and export. */
  @Test
  void trainsAndExports() throws IOException {
    Optional<ExportCheck> check = ServiceLoader.load(ExportCheck.class).findFirst();
    assumeTrue(
        check.isPresent(),
        "add io.firenet:firenet-fabric-core and its testkit, scope test, to train the network and"
            + " to compare it with what is exported");
    JsonObjectBuilder settings = Json.createObjectBuilder(provider().defaults());
    smallSettings().forEach(settings::add);
    check.get().check(provider(), settings.build(), temporary);
  }

  private static List<String> weights(Network network, Part... parts) {
    return network.weights(parts).stream()
        .map(weight -> weight.name() + Arrays.toString(weight.shape()))
        .toList();
  }
}
