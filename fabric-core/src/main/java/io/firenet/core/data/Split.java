package io.firenet.core.data;

import io.firenet.dataset.Case;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which cases train and which validate.
 *
 * @param training ids of the cases to train with
 * @param validation ids of the cases that are only looked at
 * @param drawn how it was drawn; empty for one that somebody else has made, or an earlier release
 */
public record Split(List<String> training, List<String> validation, Optional<Draw> drawn) {

  /** What a file calls the draw. */
  private static final String DRAWN = "drawn";

  private static final String STRATIFIED = "stratifiedBy";

  /**
   * How a split was drawn: by subject and seed.
   *
   * @param seed of the draw
   * @param stratifiedBy of what every side has its share, see {@link Strata#by()}
   */
  public record Draw(long seed, Optional<String> stratifiedBy) {}

  /**
   * One of which nobody says how it was drawn.
   *
   * @param training ids of cases
   * @param validation ids of other cases
   */
  public Split(List<String> training, List<String> validation) {
    this(training, validation, Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if an id occurs twice
   */
  public Split {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    Set<String> seen = new HashSet<>();
    for (List<String> side : List.of(training, validation)) {
      for (String id : side) {
        if (!seen.add(id)) {
          throw new IllegalArgumentException(
              "a case belongs to a split once, but '%s' occurs twice".formatted(id));
        }
      }
    }
  }

  /**
   * Draws a split by subject: {@code round(validationFraction · subjects)} subjects validate, at
   * least one and at most all but one, but none where the fraction is 0; a lone subject trains. The
   * result depends on ids, subjects and seed alone, not on the order of the cases.
   *
   * @param cases the cases
   * @param validationFraction part of the subjects that validate, 0 or more and less than 1
   * @param seed seed of the draw
   * @return ids of cases, and the draw
   * @throws IllegalArgumentException if the fraction is less than 0 or not less than 1
   */
  public static Split draw(Collection<Case> cases, double validationFraction, long seed) {
    return draw(Strata.none(cases), validationFraction, seed);
  }

  /**
   * Draws a split by subject, as {@link #draw(Collection, double, long)} does, in which each group
   * of subjects has its share of either side: its number of validating subjects is what the
   * fraction asks for, up or down to a whole one.
   *
   * @param strata the cases in groups
   * @param validationFraction part of the subjects that validate, 0 or more and less than 1
   * @param seed seed of the draw
   * @return ids of cases, and the draw
   * @throws IllegalArgumentException if the fraction is less than 0 or not less than 1
   */
  public static Split draw(Strata strata, double validationFraction, long seed) {
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "the validation fraction must be in [0, 1), got " + validationFraction);
    }
    int subjects = strata.subjects();
    int validating = 0;
    if (subjects > 1 && validationFraction > 0) {
      long wanted = Math.round(validationFraction * subjects);
      validating = (int) Math.max(1, Math.min(subjects - 1, wanted));
    }
    Set<String> validation = strata.ids(strata.drawn(validating, new Random(seed)));
    return withValidation(strata, validation, seed);
  }

  /** The split in which some cases validate, by id, and all others train. */
  static Split withValidation(Strata strata, Set<String> validation, long seed) {
    List<String> training =
        strata.cases().stream()
            .map(Case::id)
            .filter(id -> !validation.contains(id))
            .sorted()
            .toList();
    return new Split(training, List.copyOf(validation), Optional.of(new Draw(seed, strata.by())));
  }

  /**
   * Whether it has the same cases on each side, in whatever order.
   *
   * @param other a split of the same dataset
   * @return true also if they were drawn in different ways
   */
  public boolean sameSides(Split other) {
    return Set.copyOf(training).equals(Set.copyOf(other.training))
        && Set.copyOf(validation).equals(Set.copyOf(other.validation));
  }

  /**
   * The training cases, see {@link #validationCases}.
   *
   * @param cases all that the dataset has
   * @return in the split's order
   */
  public List<Case> trainingCases(Collection<Case> cases) {
    return select(training, cases);
  }

  /**
   * The validation cases, in the split's order.
   *
   * @param cases all that the dataset has
   * @return those of the given cases that validate
   * @throws IllegalArgumentException if one of them is not among the given cases
   */
  public List<Case> validationCases(Collection<Case> cases) {
    return select(validation, cases);
  }

  private static List<Case> select(List<String> ids, Collection<Case> cases) {
    Map<String, Case> byId =
        cases.stream().collect(Collectors.toMap(Case::id, Function.identity(), (a, b) -> a));
    List<String> missing = ids.stream().filter(id -> !byId.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the split names %s cases that the dataset lacks, the first is '%s'; draw a new split or"
                  .formatted(missing.size(), missing.get(0))
              + " restore them");
    }
    return ids.stream().map(byId::get).toList();
  }

  /**
   * This split as an entry of nnU-Net's {@code splits_final.json}, with how it was drawn, over
   * which nnU-Net passes.
   */
  JsonObject toJsonObject() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("train", Json.createArrayBuilder(training))
            .add("val", Json.createArrayBuilder(validation));
    drawn.ifPresent(
        draw -> {
          JsonObjectBuilder how =
              Json.createObjectBuilder().add("by", "subject").add("seed", draw.seed());
          draw.stratifiedBy().ifPresent(by -> how.add(STRATIFIED, by));
          json.add(DRAWN, how);
        });
    return json.build();
  }

  /**
   * From {@link #toJsonObject}.
   *
   * @throws IllegalArgumentException if a side is missing or a case occurs twice
   * @throws ClassCastException if an id is no string
   */
  static Split of(JsonObject sides) {
    Optional<Draw> drawn = Optional.empty();
    if (sides.get(DRAWN) instanceof JsonObject how) {
      drawn =
          Optional.of(
              new Draw(
                  how.getJsonNumber("seed").longValueExact(),
                  Optional.ofNullable(how.getString(STRATIFIED, null))));
    }
    return new Split(ids(sides, "train"), ids(sides, "val"), drawn);
  }

  /**
   * Writes this split as nnU-Net's {@code splits_final.json} of one fold.
   *
   * @param file the file to write or replace
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    new Folds(List.of(this)).write(file);
  }

  /**
   * Reads one fold of a {@code splits_final.json}.
   *
   * @param file the file, ours or nnU-Net's
   * @param fold which fold, from 0
   * @return which cases train and which validate
   * @throws IOException if the file cannot be read, is no such file or lacks the fold
   */
  public static Split read(Path file, int fold) throws IOException {
    List<Split> folds = Folds.read(file).splits();
    if (fold < 0 || fold >= folds.size()) {
      throw new IOException(
          "%s holds %s folds (from 0), fold %s was asked for".formatted(file, folds.size(), fold));
    }
    return folds.get(fold);
  }

  private static List<String> ids(JsonObject sides, String side) {
    JsonArray array = sides.getJsonArray(side);
    if (array == null) {
      throw new IllegalArgumentException("'%s' is missing".formatted(side));
    }
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
