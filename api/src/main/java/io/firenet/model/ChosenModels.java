package io.firenet.model;

import io.firenet.file.ForeignJson;
import io.firenet.file.ForeignText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The models that a choice stands for: a JSON file, as {@code firenet find-best} writes it, whose
 * {@code models} are paths relative to its own folder. It can be named wherever a model can.
 */
public final class ChosenModels {

  /** How the name of a file with a choice ends. */
  public static final String SUFFIX = ".json";

  private ChosenModels() {}

  /**
   * Models with the choices among them replaced by the models that they name.
   *
   * @param files models, and choices, whose names end in {@value #SUFFIX}
   * @return model files alone, in their order
   * @throws ModelException if a choice cannot be read, names no model, or one that is not there
   */
  public static List<Path> files(List<Path> files) throws ModelException {
    List<Path> models = new ArrayList<>();
    for (Path file : files) {
      if (file.toString().endsWith(SUFFIX)) {
        models.addAll(namedBy(file));
      } else {
        models.add(file);
      }
    }
    return models;
  }

  private static List<Path> namedBy(Path choice) throws ModelException {
    String path = ForeignText.line(choice.toString(), 1000);
    JsonFields fields = new JsonFields(path, read(choice, path));
    List<Path> models = new ArrayList<>();
    for (String name : fields.texts("models")) {
      Path model;
      try {
        model = choice.resolveSibling(name).normalize();
      } catch (InvalidPathException e) {
        throw new ModelException(
            "%s: '%s' is no path of a model".formatted(path, ForeignText.line(name, 200)), e);
      }
      if (!Files.isRegularFile(model)) {
        throw new ModelException(
            "%s names the model %s, which is not there; run 'firenet find-best' again"
                .formatted(path, ForeignText.line(model.toString(), 1000)));
      }
      models.add(model);
    }
    if (models.isEmpty()) {
      throw new ModelException(path + ": the choice names no model");
    }
    return models;
  }

  private static JsonObject read(Path choice, String path) throws ModelException {
    try {
      return ForeignJson.read(choice).asJsonObject();
    } catch (JsonException | ClassCastException e) {
      throw new ModelException(path + ": no choice of models, which is a JSON object", e);
    } catch (IOException e) {
      throw new ModelException(ForeignText.line(String.valueOf(e.getMessage()), 1000), e);
    }
  }
}
