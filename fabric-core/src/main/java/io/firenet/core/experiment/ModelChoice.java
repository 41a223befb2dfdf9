package io.firenet.core.experiment;

import io.firenet.core.io.RecordCodec;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The models that do best on a dataset's validation cases, as {@code find-best} writes them and
 * {@link io.firenet.model.ChosenModels} reads them. Where there are folds, the models of all of
 * them belong to the choice: their mean is what segments new images.
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
   * @param file the file to write or replace
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    AtomicFile.writeJson(file, RecordCodec.write(this));
  }
}
