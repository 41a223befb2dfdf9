package io.firenet.launcher.command.predict;

import io.firenet.core.data.Fold;
import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.data.Strata;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.model.Provenance;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The cases of a dataset that a model has not trained on, as its card tells them. */
final class UnseenCases {

  private UnseenCases() {}

  /**
   * The cases.
   *
   * @param models how many models' outputs are averaged
   * @throws IllegalArgumentException if they cannot be told
   * @throws IOException if the class of a case cannot be read by which the split was drawn
   */
  static List<Case> of(ModelCard card, Dataset dataset, int models) throws IOException {
    List<Case> all = dataset.cases();
    if (models > 1 && card.provenance().fold().isPresent()) {
      throw new IllegalArgumentException(
          "models of several folds have seen each other's validation cases; use --split all with"
              + " images that none has seen, or one model");
    }
    if (card.provenance().fold().equals(Optional.of(Provenance.GIVEN_SPLIT))) {
      throw new IllegalArgumentException(
          "the model was trained with a split from a file or another run, so which cases it has not seen cannot be"
              + " told; use its run, with --run, or --split all");
    }
    String name = dataset.descriptor().name();
    if (card.provenance().validationCases().equals(OptionalInt.of(0))) {
      throw none(name);
    }
    int trainedWith =
        card.provenance().trainedOn().getOrDefault(name, 0)
            + card.provenance().validationCases().orElse(0);
    if (trainedWith != all.size()) {
      throw new IllegalArgumentException(
          "the model was trained with %s cases of '%s' and here are %s, so which it has not seen"
                  .formatted(trainedWith, name, all.size())
              + " cannot be told; use --split all, or the cases of its training");
    }
    Provenance provenance = card.provenance();
    Strata strata = Strata.named(provenance.stratifiedBy(), dataset);
    if (provenance.fold().isEmpty()) {
      return Split.draw(strata, provenance.validationShare(), provenance.seed())
          .validationCases(all);
    }
    Fold fold = Fold.parse(provenance.fold().get());
    return Folds.draw(strata, fold.count(), provenance.seed())
        .fold(fold.number())
        .validationCases(all);
  }

  /** There are none. */
  static IllegalArgumentException none(String dataset) {
    return new IllegalArgumentException(
        "every case of '%s' has trained; use --split all with images that have not"
            .formatted(dataset));
  }

  /**
   * Checks that a model says what a dataset knows.
   *
   * @throws ModelException if they differ in channels or outputs
   */
  static void checkFits(ModelCard card, Dataset dataset) throws ModelException {
    var expected = dataset.descriptor();
    if (!card.outputNames().equals(expected.outputNames())
        || !card.regions().equals(expected.regions())
        || card.channels().size() != expected.channels().size()) {
      throw new ModelException(
          "the model for '%s' (channels %s, outputs %s) does not fit dataset '%s' (%s, %s)"
              .formatted(
                  card.dataset(),
                  card.channels(),
                  card.outputNames(),
                  expected.name(),
                  expected.channels(),
                  expected.outputNames()));
    }
  }
}
