package io.firenet.launcher.reference;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.io.JsonSetting;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.TrainingConfig;
import jakarta.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every setting of a run: key, type, defaults, and what the Javadoc of its component says. */
final class SettingsPage {

  /** Where the record's component goes by the name and the meaning of another's. */
  private static final Pattern SEE = Pattern.compile("see `(\\w+)`");

  private final SourceJavadoc javadoc = new SourceJavadoc();
  private final StringBuilder page = new StringBuilder("# Settings\n\n");
  private final List<String> silent = new ArrayList<>();

  /** The page, and the settings of which no Javadoc says what they mean. */
  record Result(String text, List<String> silent) {}

  static Result make() {
    return new SettingsPage().page();
  }

  private Result page() {
    page.append(ReferencePagesTests.GENERATED);
    page.append(
        """
        All settings of a training: `run.json` of a run lists them under `config`, a file for `--config` names those that
        differ, with nested keys as nested objects (`{"augmentation": {"flipProbability": 0.5}}`). What is unknown or out of its
        range is refused with the valid choices. Defaults are those of the recipe `default` and, where it differs, of `paper`.

        | key | type | default | paper | meaning |
        | --- | --- | --- | --- | --- |
        """);
    JsonObject standard = RecordCodec.write(TrainingConfig.DEFAULT);
    JsonObject paper = RecordCodec.write(TrainingConfig.PAPER);
    rows(TrainingConfig.class, "", standard, paper);
    page.append(
        """

        ## Settings of each network

        They stand in `network`, beside its name: `{"network": {"name": "unet-3d", "channels": 16}}`. Networks of plugins have
        their own, which `firenet networks NAME` lists.
        """);
    ServiceLoader.load(NetworkProvider.class).stream()
        .filter(each -> each.type().getName().startsWith("io.firenet.core."))
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(NetworkProvider::name))
        .forEach(this::network);
    return new Result(page.toString(), silent);
  }

  private void rows(Class<?> type, String prefix, JsonObject standard, JsonObject paper) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = component.getName();
      Class<?> kind = component.getType();
      if (kind == Optional.class) {
        continue; // measured, not chosen
      } else if (JsonSetting.class.isAssignableFrom(kind)) {
        row(
            prefix + key,
            "name and settings",
            standard.get(key).toString(),
            paper.get(key).toString(),
            meaning(type, component));
      } else if (kind.isRecord()) {
        rows(kind, prefix + key + ".", standard.getJsonObject(key), paper.getJsonObject(key));
      } else {
        String now = standard.get(key).toString();
        row(
            prefix + key,
            words(component.getGenericType()),
            now,
            paper.get(key).toString(),
            meaning(type, component));
      }
    }
  }

  private void network(NetworkProvider network) {
    JsonObject defaults = network.defaults();
    page.append("%n### %s%n%n".formatted(network.name()));
    page.append("%s. %s.%n".formatted(network.description(), network.source()));
    if (defaults.isEmpty()) {
      page.append("It has no settings.\n");
      return;
    }
    page.append("\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
    Class<?> settings = settings(network, defaults);
    for (RecordComponent component : settings.getRecordComponents()) {
      page.append(
          "| `%s` | %s | `%s` | %s |%n"
              .formatted(
                  component.getName(),
                  words(component.getGenericType()),
                  defaults.get(component.getName()),
                  cell(meaning(settings, component))));
    }
  }

  /** The record of a network's settings: nested in it, or beside it, with the keys it lists. */
  private static Class<?> settings(NetworkProvider network, JsonObject defaults) {
    List<Class<?>> candidates = new ArrayList<>(List.of(network.getClass().getDeclaredClasses()));
    String room = network.getClass().getPackageName();
    for (String name : List.of("FabricConfig", "LevelSettings")) {
      try {
        candidates.add(Class.forName(room + "." + name));
      } catch (ClassNotFoundException e) {
        continue; // of another room
      }
    }
    return candidates.stream()
        .filter(Class::isRecord)
        .filter(
            type ->
                Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList()
                    .equals(List.copyOf(defaults.keySet())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no record has the settings of " + network.name()));
  }

  private void row(String key, String type, String standard, String paper, String meaning) {
    page.append(
        "| `%s` | %s | `%s` | %s | %s |%n"
            .formatted(
                key,
                type,
                standard,
                paper.equals(standard) ? "" : "`" + paper + "`",
                cell(meaning)));
  }

  private String meaning(Class<?> type, RecordComponent component) {
    Optional<String> text = javadoc.of(type, component.getName());
    Matcher see = SEE.matcher(text.orElse(""));
    if (see.matches()) {
      text = javadoc.of(sibling(type, see.group(1)), component.getName());
    }
    if (text.isEmpty() || text.get().isBlank()) {
      silent.add(type.getSimpleName() + "." + component.getName());
      return "";
    }
    String meaning = text.get();
    if (meaning.startsWith("of ")) { // the sentence begins with the component's name
      meaning = component.getName() + " " + meaning;
    }
    return meaning + choices(component.getType());
  }

  /** A type that a Javadoc names, of the same package or of a neighbouring one. */
  private static Class<?> sibling(Class<?> type, String name) {
    for (String room : List.of(type.getPackageName(), "io.firenet.core.engine.kernel")) {
      try {
        return Class.forName(room + "." + name);
      } catch (ClassNotFoundException e) {
        continue;
      }
    }
    throw new AssertionError(type + " sends to " + name + ", which is not found");
  }

  private String choices(Class<?> type) {
    if (!type.isEnum()) {
      return "";
    }
    StringBuilder choices = new StringBuilder();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      Optional<String> text = javadoc.of(type, name);
      if (text.isEmpty()) {
        silent.add(type.getSimpleName() + "." + name);
      }
      choices.append(". `%s`: %s".formatted(lower(name), lowerConstants(type, text.orElse(""))));
    }
    return choices.toString().replaceAll("\\.(\\. |$)", "$1");
  }

  /** Constants are called in a file as they are written there. */
  private static String lowerConstants(Class<?> type, String text) {
    String lower = text;
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      lower = lower.replace("`" + name + "`", "`" + lower(name) + "`");
    }
    return lower;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          int.class, "whole number",
          Integer.class, "whole number",
          long.class, "whole number",
          double.class, "number",
          Double.class, "number",
          boolean.class, "true or false",
          String.class, "text");

  private static String words(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return words(list.getActualTypeArguments()[0]) + "s in a list";
    } else if (type instanceof Class<?> kind && kind.isEnum()) {
      return "choice"; // its meaning lists the choices
    }
    String words = WORDS.get(type);
    if (words == null) {
      throw new AssertionError("no words for settings of type " + type);
    }
    return words;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
