package io.firenet.core.data;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.Target;
import io.firenet.dataset.WholeImageCase;
import io.firenet.model.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The subjects of a dataset in groups, of which every side of a split gets its share: those of each
 * class where images are classified as a whole, else one group of all.
 */
public final class Strata {

  private final Collection<Case> cases;
  private final TreeMap<String, TreeSet<String>> idsBySubject;
  private final List<List<String>> groups;
  private final Optional<String> by;

  private Strata(
      Collection<Case> cases,
      TreeMap<String, TreeSet<String>> idsBySubject,
      List<List<String>> groups,
      Optional<String> by) {
    this.cases = cases;
    this.idsBySubject = idsBySubject;
    this.groups = groups;
    this.by = by;
  }

  /**
   * All subjects in one group.
   *
   * @param cases all that the dataset has
   * @return one group
   */
  public static Strata none(Collection<Case> cases) {
    TreeMap<String, TreeSet<String>> ids = idsBySubject(cases);
    return new Strata(cases, ids, List.of(List.copyOf(ids.keySet())), Optional.empty());
  }

  /**
   * A dataset's: by class where every case has one class for its whole image.
   *
   * @param dataset an opened dataset, whose targets are read if they are classes
   * @return a group for each class, or one for all
   * @throws IOException if a case's class cannot be read
   */
  public static Strata of(Dataset dataset) throws IOException {
    return of(dataset.cases());
  }

  /** The same of some cases of a dataset. */
  static Strata of(Collection<Case> cases) throws IOException {
    Map<String, Integer> classes = classes(cases);
    return classes.isEmpty() ? none(cases) : byClass(cases, classes);
  }

  /**
   * Those by which a split was drawn, as its file or a model's card tells.
   *
   * @param by {@link Provenance#BY_CLASS}, or empty for one group
   * @param dataset an opened dataset
   * @return the same groups as the split was drawn by
   * @throws IllegalArgumentException if this release knows no such groups, or the cases have none
   * @throws IOException if a case's class cannot be read
   */
  public static Strata named(Optional<String> by, Dataset dataset) throws IOException {
    if (by.isEmpty()) {
      return none(dataset.cases());
    }
    Strata strata = of(dataset);
    if (!strata.by.equals(by)) {
      throw new IllegalArgumentException(
          "the split was drawn by '%s', and the cases of %s cannot be grouped by that here"
              .formatted(by.get(), dataset.descriptor().name()));
    }
    return strata;
  }

  /** The class of each case by its id; nothing unless all have one. */
  private static Map<String, Integer> classes(Collection<Case> cases) throws IOException {
    Map<String, Integer> classes = new TreeMap<>();
    for (Case one : cases) {
      if (!(one instanceof WholeImageCase) || !(one.target() instanceof Target.Category category)) {
        return Map.of();
      }
      classes.put(one.id(), category.index());
    }
    return classes;
  }

  /** A subject's class is the most frequent of its cases, the first of several. */
  private static Strata byClass(Collection<Case> cases, Map<String, Integer> classes) {
    TreeMap<String, TreeSet<String>> ids = idsBySubject(cases);
    TreeMap<Integer, List<String>> groups = new TreeMap<>();
    ids.forEach(
        (subject, own) -> {
          TreeMap<Integer, Long> counts =
              own.stream()
                  .collect(
                      Collectors.groupingBy(classes::get, TreeMap::new, Collectors.counting()));
          long most = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
          int usual =
              counts.entrySet().stream()
                  .filter(one -> one.getValue() == most)
                  .findFirst()
                  .orElseThrow()
                  .getKey();
          groups.computeIfAbsent(usual, index -> new ArrayList<>()).add(subject);
        });
    return new Strata(cases, ids, List.copyOf(groups.values()), Optional.of(Provenance.BY_CLASS));
  }

  private static TreeMap<String, TreeSet<String>> idsBySubject(Collection<Case> cases) {
    return cases.stream()
        .collect(
            Collectors.groupingBy(
                Case::subject,
                TreeMap::new,
                Collectors.mapping(Case::id, Collectors.toCollection(TreeSet::new))));
  }

  /**
   * What the groups are by, {@link Provenance#BY_CLASS} or empty.
   *
   * @return the word that split files and cards have for it
   */
  public Optional<String> by() {
    return by;
  }

  Collection<Case> cases() {
    return cases;
  }

  int subjects() {
    return idsBySubject.size();
  }

  /** The ids of the cases of some subjects. */
  Set<String> ids(Collection<String> subjects) {
    Set<String> ids = new TreeSet<>();
    subjects.forEach(subject -> ids.addAll(idsBySubject.get(subject)));
    return ids;
  }

  /** All subjects, group by group, each group shuffled. */
  List<String> shuffled(Random random) {
    List<String> all = new ArrayList<>();
    for (List<String> group : groups) {
      // Fisher-Yates written out: Random's numbers are specified, what shuffle makes of them is
      // not.
      List<String> subjects = new ArrayList<>(group);
      for (int i = subjects.size() - 1; i > 0; i--) {
        String other = subjects.set(random.nextInt(i + 1), subjects.get(i));
        subjects.set(i, other);
      }
      all.addAll(subjects);
    }
    return all;
  }

  /** So many subjects, of each group its share. */
  List<String> drawn(int count, Random random) {
    List<String> drawn = new ArrayList<>();
    int[] shares = shares(count);
    for (int k = 0; k < shares.length; k++) {
      List<String> subjects = new ArrayList<>(groups.get(k));
      for (int i = 0; i < shares[k]; i++) {
        int next = i + random.nextInt(subjects.size() - i);
        String subject = subjects.get(next);
        subjects.set(next, subjects.get(i));
        subjects.set(i, subject);
        drawn.add(subject);
      }
    }
    return drawn;
  }

  /**
   * How many of each group, by largest remainders; a group keeps one for the other side as long as
   * others can give.
   */
  private int[] shares(int count) {
    int[] shares = new int[groups.size()];
    double[] wanted = new double[groups.size()];
    for (int k = 0; k < shares.length; k++) {
      wanted[k] = (double) count * groups.get(k).size() / subjects();
      shares[k] = (int) wanted[k];
    }
    for (int left = count - Arrays.stream(shares).sum(); left > 0; left--) {
      int next =
          IntStream.range(0, shares.length)
              .boxed()
              .filter(k -> shares[k] < groups.get(k).size())
              .min(
                  Comparator.comparing((Integer k) -> shares[k] + 1 == groups.get(k).size())
                      .thenComparing(k -> shares[k] - wanted[k]))
              .orElseThrow();
      shares[next]++;
    }
    return shares;
  }
}
