package io.firenet.core.experiment;

import io.firenet.core.io.RecordCodec;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The models that do best on a dataset's validation cases, as {@code find-best} writes them. Where
 * there are folds, the models of all of them belong to the choice: their mean is what segments new
 * images.
 *
 * @param dataset name of the dataset
 * @param methods the method chosen, or those whose mean is
 * @param dice its mean Dice over the validation cases
 * @param cases number of validation cases
 * @param models the exported models, relative to the file of the choice
 * @param candidates everything that was compared, the best first
 */
public record ModelChoice(
    String dataset,
    List<String> methods,
    double dice,
    int cases,
    List<String> models,
    List<Candidate> candidates) {

  /** How the name of a file with a choice ends. */
  public static final String SUFFIX = ".json";

  public ModelChoice {
    methods = List.copyOf(methods);
    models = List.copyOf(models);
    candidates = List.copyOf(candidates);
  }

  /**
   * What was compared.
   *
   * @param methods a method, or several whose mean was taken
   * @param dice mean Dice over the validation cases
   */
  public record Candidate(List<String> methods, double dice) {

    public Candidate {
      methods = List.copyOf(methods);
    }
  }

  /**
   * Writes the choice.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    AtomicFile.writeJson(file, RecordCodec.write(this));
  }

  /**
   * Models with the choices among them replaced by the models that they name.
   *
   * @throws IOException if a choice cannot be read, or a model that it names is not there
   */
  public static List<Path> models(List<Path> files) throws IOException {
    List<Path> models = new ArrayList<>();
    for (Path file : files) {
      if (!file.toString().endsWith(SUFFIX)) {
        models.add(file);
        continue;
      }
      ModelChoice choice = ExperimentFolder.read(ModelChoice.class, file);
      for (String name : choice.models) {
        Path model = file.resolveSibling(name).normalize();
        if (!Files.isRegularFile(model)) {
          throw new IOException(
              "%s names the model %s, which is not there; run 'firenet find-best' again"
                  .formatted(file, model));
        }
        models.add(model);
      }
    }
    return models;
  }
}
