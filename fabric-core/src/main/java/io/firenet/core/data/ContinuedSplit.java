package io.firenet.core.data;

import io.firenet.dataset.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A split that goes on from an earlier one of the same dataset, whose cases may be others by now:
 * none changes its side, so that what has trained never validates.
 *
 * @param before the earlier split
 * @param now the split of the cases that are there now
 */
public record ContinuedSplit(Split before, Split now) {

  /** How cases that no earlier split has are split. */
  @FunctionalInterface
  public interface Drawing {
    /**
     * Draws.
     *
     * @param strata the new cases, by subject
     * @return the split of these alone
     */
    Split of(Strata strata);
  }

  /**
   * Goes on from a split. A new case of a known subject goes to that subject's side, to training if
   * it is on both; those of new subjects are drawn. Cases that are gone are left out, and nothing
   * is known of their subjects. Where nobody validates so far for want of subjects, a lone new one
   * does.
   *
   * @param before the earlier split
   * @param cases all that the dataset has now
   * @param drawing splits the cases of new subjects
   * @return the earlier split itself as {@code now} if the cases are the same
   * @throws IOException if a new case's class cannot be read, by which they are drawn
   */
  public static ContinuedSplit of(Split before, Collection<Case> cases, Drawing drawing)
      throws IOException {
    Set<String> trained = Set.copyOf(before.training());
    Set<String> validated = Set.copyOf(before.validation());
    Set<String> training = new TreeSet<>();
    Set<String> validation = new TreeSet<>();
    Set<String> trainingSubjects = new HashSet<>();
    Set<String> validationSubjects = new HashSet<>();
    List<Case> unknown = new ArrayList<>();
    for (Case one : cases) {
      if (trained.contains(one.id())) {
        training.add(one.id());
        trainingSubjects.add(one.subject());
      } else if (validated.contains(one.id())) {
        validation.add(one.id());
        validationSubjects.add(one.subject());
      } else {
        unknown.add(one);
      }
    }
    if (unknown.isEmpty()
        && training.size() + validation.size() == trained.size() + validated.size()) {
      return new ContinuedSplit(before, before);
    }
    List<Case> fresh = new ArrayList<>();
    for (Case one : unknown) {
      if (trainingSubjects.contains(one.subject())) {
        training.add(one.id());
      } else if (validationSubjects.contains(one.subject())) {
        validation.add(one.id());
      } else {
        fresh.add(one);
      }
    }
    if (!fresh.isEmpty()) {
      Strata strata = Strata.of(fresh);
      boolean noneShall = before.validation().isEmpty() && trainingSubjects.size() > 1;
      boolean loneValidates =
          strata.subjects() == 1 && validation.isEmpty() && !training.isEmpty() && !noneShall;
      Split drawn = drawing.of(strata);
      (loneValidates ? validation : training).addAll(drawn.training());
      validation.addAll(drawn.validation());
    }
    return new ContinuedSplit(
        before, new Split(List.copyOf(training), List.copyOf(validation), Optional.empty()));
  }

  /**
   * The first case that trains in one split and validates in the other.
   *
   * @return its id; empty if every case that both have is on the same side
   */
  public Optional<String> moved() {
    Set<String> trained = Set.copyOf(before.training());
    Set<String> validated = Set.copyOf(before.validation());
    return now.validation().stream()
        .filter(trained::contains)
        .findFirst()
        .or(() -> now.training().stream().filter(validated::contains).findFirst());
  }

  /**
   * What was kept and what has changed, for people.
   *
   * @return one line
   */
  public String describe() {
    Set<String> known = ids(before);
    Set<String> here = ids(now);
    long kept = here.stream().filter(known::contains).count();
    List<String> gone = known.stream().filter(id -> !here.contains(id)).toList();
    String line = "cases that keep their side: %s of %s".formatted(kept, known.size());
    if (kept < here.size()) {
      line +=
          ", new ones: %s to train on and %s to validate on"
              .formatted(unknown(now.training(), known), unknown(now.validation(), known));
    }
    return gone.isEmpty()
        ? line
        : line + ", gone and left out: %s, the first is %s".formatted(gone.size(), gone.get(0));
  }

  private static Set<String> ids(Split split) {
    Set<String> ids = new TreeSet<>(split.training());
    ids.addAll(split.validation());
    return ids;
  }

  private static long unknown(List<String> side, Set<String> known) {
    return side.stream().filter(id -> !known.contains(id)).count();
  }
}
