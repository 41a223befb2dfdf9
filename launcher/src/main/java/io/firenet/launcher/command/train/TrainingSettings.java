package io.firenet.launcher.command.train;

import io.firenet.core.engine.Precision;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.CheckpointingPolicy;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.Recipe;
import io.firenet.core.training.run.Sampling;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.argument.OptionGroup;
import io.firenet.launcher.argument.SettingsFile;
import io.firenet.preprocess.Augmentation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of training that change a setting; one that is not given leaves it. */
@OptionGroup("Training")
public final class TrainingSettings {

  private static final List<String> SETTLED =
      List.of(
          "--recipe",
          "--config",
          "--network",
          "--augment",
          "--sampling",
          "--foreground",
          "--steps-per-epoch",
          "--validate-every",
          "--validation-cases",
          "--precision",
          "--seed");

  private static final String NETWORK = "network";
  private static final String NAME = "name";

  public static final String AUGMENT_DESCRIPTION =
      "How training cases are changed at random, of elastic, rotate, scale, flip, intensity,"
          + " separated by commas; elastic,rotate,scale by default. Strengths are settings of"
          + " 'augmentation' in --config; \"augmentedShare\": 0 there leaves all cases as they are."
          + " flip is for labels that do not tell left from right.";

  @Option(
      names = "--recipe",
      paramLabel = "default|paper",
      description =
          "The settings to begin with: those that were measured to be best (default), the same for"
              + " every dataset, or the paper's. With --from: those of the other run by default.")
  private @Nullable Recipe recipe;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Settings that differ from the defaults; a run's run.json shows all of them.")
  private @Nullable Path config;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs to train, 50 by default.")
  private @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "Most time to train, over all resumed parts; the learning rate follows it. The first 20"
              + " steps are done in any case (\"leastSteps\" in --config).")
  private @Nullable Double minutes;

  @Option(
      names = "--sampling",
      paramLabel = "balanced|proportional|uniform",
      description = {
        "How many steps each dataset gets. balanced (default): as many for each, the cases of smaller"
            + " ones repeated. proportional: every case as often. uniform: each step draws a dataset"
            + " at random."
      })
  private @Nullable Sampling sampling;

  @Option(
      names = "--foreground",
      paramLabel = "SHARE",
      description =
          "Share of the pieces of images that are drawn around a voxel of the foreground, of each"
              + " label alike, such as 0.33, for networks that see pieces or images that do not fit"
              + " whole. By default a third for networks on pieces, none for others.")
  private @Nullable Double foreground;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      description =
          "Training steps of an epoch; by default as many as the sampling needs to come to every"
              + " case.")
  private @Nullable Integer stepsPerEpoch;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description =
          "Validate every N epochs, where a tenth of the run's time allows, and after the last; 1 by"
              + " default.")
  private @Nullable Integer validateEvery;

  @Option(
      names = "--validation-cases",
      paramLabel = "N",
      description =
          "Most validation cases of a dataset in an epoch, the same ones each time; 20 by default,"
              + " 0 for all.")
  private @Nullable Integer validationCases;

  @Option(
      names = "--checkpointing",
      paramLabel = "auto|off|on",
      description = {
        "Less memory for more time: on computes within the network's blocks twice instead of keeping"
            + " it, off keeps everything, auto (default) takes for each dataset the fastest way that"
            + " fits. The result is the same."
      })
  private @Nullable CheckpointingPolicy checkpointing;

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      description = {
        "What activations are computed in. bf16 halves their memory and is faster on processors"
            + " made for it; weights stay in f32. auto (default): bf16 where the processor"
            + " accelerates it and nearly all of the network's work is in layers of a multiple of 16"
            + " channels."
      })
  private @Nullable Precision precision;

  @Option(names = "--augment", split = ",", paramLabel = "KIND", description = AUGMENT_DESCRIPTION)
  private @Nullable List<Augmentation.Kind> augment;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The given ones of the options that a run keeps when it goes on. */
  public List<String> settled() {
    var given = spec.commandLine().getParseResult();
    return SETTLED.stream().filter(given::hasMatchedOption).toList();
  }

  /**
   * The settings with what the options say otherwise.
   *
   * @param plugins know the network and its settings
   * @throws PluginException if there is no such network
   * @throws ParameterException if a setting is out of its range, or the file is none of settings
   * @throws IOException if the file cannot be read
   */
  public TrainingConfig apply(TrainingConfig settings, PluginRegistry plugins) throws IOException {
    return apply(settings, plugins, null);
  }

  /**
   * The same for a network that was asked for.
   *
   * @param network its name, null for that of the settings
   * @throws IOException if the file cannot be read
   */
  public TrainingConfig apply(
      TrainingConfig settings, PluginRegistry plugins, @Nullable String network)
      throws IOException {
    TrainingConfig changed =
        recipe == null ? settings : settings.toBuilder().recipe(recipe).build();
    if (config != null) {
      JsonObject file = SettingsFile.read(config, spec);
      try {
        changed = complete(RecordCodec.read(changed, forNetwork(file, network)), plugins);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "%s: %s".formatted(config, e.getMessage()), e);
      }
    }
    if (minutes != null && !(minutes > 0 && Double.isFinite(minutes))) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be a positive number, got " + minutes);
    }
    JsonObjectBuilder given = given(network);
    if (augment != null) {
      given.add(
          "augmentation", RecordCodec.write(changed.augmentation().only(Set.copyOf(augment))));
    }
    return complete(RecordCodec.read(changed, given.build()), plugins);
  }

  /**
   * The file's settings of a network are those of {@code --network}, if that is given, unless the
   * file says that they are another's.
   */
  private static JsonObject forNetwork(JsonObject file, @Nullable String network) {
    if (network == null || !(file.get(NETWORK) instanceof JsonObject settings)) {
      return file;
    }
    JsonValue named = settings.getOrDefault(NAME, Json.createValue(network));
    if (!named.equals(Json.createValue(network))) {
      throw new IllegalArgumentException(
          "its settings are those of network %s, --network is \"%s\"; leave one of the two out"
              .formatted(named, network));
    }
    return Json.createObjectBuilder(file)
        .add(NETWORK, Json.createObjectBuilder(settings).add(NAME, network))
        .build();
  }

  private static TrainingConfig complete(TrainingConfig config, PluginRegistry plugins) {
    NetworkChoice network = config.network();
    return config.toBuilder().network(network.complete(plugins.network(network.name()))).build();
  }

  private JsonObjectBuilder given(@Nullable String network) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (network != null) {
      json.add(NETWORK, Json.createObjectBuilder().add(NAME, network));
    }
    add(json, "epochs", epochs);
    add(json, "minutes", minutes);
    add(json, "sampling", lowerCase(sampling));
    add(json, "foreground", foreground);
    add(json, "checkpointing", lowerCase(checkpointing));
    add(json, "stepsPerEpoch", stepsPerEpoch);
    add(json, "validateEvery", validateEvery);
    add(json, "validationCases", validationCases);
    add(json, "precision", precision == null ? null : precision.name().toLowerCase(Locale.ROOT));
    add(json, "seed", seed);
    return json;
  }

  private static @Nullable String lowerCase(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
    if (value instanceof String text) {
      json.add(name, text);
    } else if (value instanceof Double number) {
      json.add(name, number);
    } else if (value instanceof Number number) {
      json.add(name, number.longValue());
    }
  }
}
