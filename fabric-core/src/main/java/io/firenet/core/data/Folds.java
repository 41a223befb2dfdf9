package io.firenet.core.data;

import io.firenet.core.io.JsonFile;
import io.firenet.dataset.Case;
import io.firenet.file.AtomicFile;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The splits of a cross-validation, in nnU-Net's {@code splits_final.json}. Folds are counted from
 * 1, as in {@code --fold 1/5}; nnU-Net counts them from 0.
 *
 * @param splits one for each fold
 */
public record Folds(List<Split> splits) {

  /**
   * @throws IllegalArgumentException if there is no fold
   */
  public Folds {
    splits = List.copyOf(splits);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("there must be a fold at least");
    }
  }

  /**
   * Draws folds by subject: every subject validates in one fold and trains in the others, and the
   * folds' numbers of subjects differ by one at most. With fewer subjects than folds the last folds
   * validate none; a lone subject trains in all. The result depends on ids, subjects and seed
   * alone, not on the order of the cases.
   *
   * @param cases the cases
   * @param count number of folds, at least 2
   * @param seed seed of the draw
   * @return the splits of all folds
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static Folds draw(Collection<Case> cases, int count, long seed) {
    return draw(Strata.none(cases), count, seed);
  }

  /**
   * Draws folds by subject, as {@link #draw(Collection, int, long)} does; those of each group of
   * subjects, too, are spread over the folds so that their numbers differ by one at most.
   *
   * @param strata the cases in groups
   * @param count number of folds, at least 2
   * @param seed seed of the draw
   * @return the splits of all folds
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static Folds draw(Strata strata, int count, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException("there must be 2 folds at least, got " + count);
    }
    List<String> subjects = strata.shuffled(new Random(seed));
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      List<String> validating = new ArrayList<>();
      for (int i = fold; i < subjects.size() && subjects.size() > 1; i += count) {
        validating.add(subjects.get(i));
      }
      splits.add(Split.withValidation(strata, strata.ids(validating), seed));
    }
    return new Folds(splits);
  }

  /**
   * The number of folds.
   *
   * @return at least 1
   */
  public int count() {
    return splits.size();
  }

  /**
   * The split of one fold.
   *
   * @param fold from 1
   * @return which cases train and which validate
   * @throws IllegalArgumentException if there is no such fold
   */
  public Split fold(int fold) {
    if (fold < 1 || fold > splits.size()) {
      throw new IllegalArgumentException(
          "there are the folds 1 to %s, got %s".formatted(splits.size(), fold));
    }
    return splits.get(fold - 1);
  }

  /**
   * Writes them as {@code splits_final.json}.
   *
   * @param file the file to write or replace
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    JsonArrayBuilder array = Json.createArrayBuilder();
    splits.forEach(split -> array.add(split.toJsonObject()));
    AtomicFile.writeJson(file, array.build());
  }

  /**
   * Reads a {@code splits_final.json}, ours or nnU-Net's.
   *
   * @param file a JSON file
   * @return the splits of all folds, in the file's order
   * @throws IOException if the file cannot be read or is no such file
   */
  public static Folds read(Path file) throws IOException {
    try {
      return JsonFile.readArray(
          file,
          array -> new Folds(array.getValuesAs(JsonObject.class).stream().map(Split::of).toList()));
    } catch (IOException e) {
      throw new IOException(
          "%s is no list of splits [{\"train\": [id, …], \"val\": [id, …]}, …]: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Checks that a dataset has the cases of a split; it may have more, which are left out.
   *
   * @param split by the cases' ids
   * @param cases all that the dataset has
   * @param dataset its name, for the message
   * @param where the split's file, for the message
   * @throws IllegalArgumentException if it lacks some
   */
  public static void checkKnown(Split split, Collection<Case> cases, String dataset, Path where) {
    Set<String> known = cases.stream().map(Case::id).collect(Collectors.toCollection(HashSet::new));
    List<String> unknown = new ArrayList<>(split.training());
    unknown.addAll(split.validation());
    unknown.removeIf(known::contains);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s names %s cases that dataset %s lacks, the first is '%s'; it has %s, such as '%s'"
              .formatted(
                  where,
                  unknown.size(),
                  dataset,
                  unknown.get(0),
                  known.size(),
                  cases.iterator().next().id()));
    }
  }
}
