package io.firenet.core.data;

import io.firenet.core.io.FileErrors;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.NameList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which labels the cases of a dataset have, and what somebody who trains on them should know of it.
 *
 * @param labels names of the labels, background first
 * @param cases those that have a label map
 */
public record LabelCensus(List<String> labels, List<CaseLabels> cases) {

  public LabelCensus {
    labels = List.copyOf(labels);
    cases = List.copyOf(cases);
  }

  /**
   * Reads the labels of all cases. Those that cannot be read, or are answered as a whole, are left
   * out: training tells of the first.
   *
   * @param dataset an opened dataset
   * @param progress told after each case
   * @return voxels of each label, case by case
   * @throws InterruptedException if this thread is interrupted
   */
  public static LabelCensus of(Dataset dataset, ProgressListener progress)
      throws InterruptedException {
    List<String> labels = dataset.descriptor().labels();
    List<CaseLabels> counted = new ArrayList<>();
    int done = 0;
    for (Case one : dataset.cases()) {
      try {
        counted.add(CaseLabels.of(one.id(), one.labels(), labels.size()));
      } catch (IOException | RuntimeException e) {
        if (FileErrors.isInterruption(e)) {
          throw FileErrors.interruption(e);
        }
        continue; // a plugin may fail in any way
      }
      progress.caseDone(++done, dataset.cases().size(), one.id());
    }
    return new LabelCensus(labels, counted);
  }

  /**
   * What is odd about all cases together, a line each.
   *
   * @return lines for people; empty if nothing is odd
   */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    if (!cases.isEmpty()) {
      add(findings, "no case has %s", labelsWithout(cases));
      addIgnored(findings);
    }
    return List.copyOf(findings);
  }

  /**
   * What is odd about how they are split, a line each.
   *
   * @param split of the same dataset
   * @return lines for people, those about all cases together first; empty if nothing is odd
   */
  public List<String> findings(Split split) {
    List<String> findings = new ArrayList<>(findings());
    List<CaseLabels> training = of(split.training());
    List<CaseLabels> validation = of(split.validation());
    List<String> nowhere = labelsWithout(cases);
    if (!training.isEmpty()) {
      List<String> untrained = labelsWithout(training);
      untrained.removeAll(nowhere);
      add(findings, "no case to train on has %s, so it cannot be learnt", untrained);
      addEmpty(findings, training);
    }
    if (!validation.isEmpty()) {
      List<String> untried = labelsWithout(validation);
      untried.removeAll(nowhere);
      add(findings, "no case to validate on has %s, so it is not validated", untried);
    }
    return List.copyOf(findings);
  }

  private List<CaseLabels> of(Collection<String> ids) {
    Set<String> wanted = Set.copyOf(ids);
    return cases.stream().filter(one -> wanted.contains(one.caseId())).toList();
  }

  private List<String> labelsWithout(List<CaseLabels> some) {
    return new ArrayList<>(
        IntStream.range(1, labels.size())
            .filter(label -> some.stream().noneMatch(one -> one.has(label)))
            .mapToObj(labels::get)
            .toList());
  }

  private static void add(List<String> findings, String finding, List<String> names) {
    if (!names.isEmpty()) {
      findings.add(finding.formatted(NameList.inWords(names)));
    }
  }

  private static void addEmpty(List<String> findings, List<CaseLabels> training) {
    List<String> empty =
        training.stream()
            .filter(Predicate.not(CaseLabels::hasForeground))
            .map(CaseLabels::caseId)
            .toList();
    if (!empty.isEmpty()) {
      findings.add(
          "%s of %s cases to train on have no foreground: %s"
              .formatted(empty.size(), training.size(), NameList.inWords(empty)));
    }
  }

  private void addIgnored(List<String> findings) {
    long ignored = cases.stream().mapToLong(CaseLabels::ignored).sum();
    if (ignored > 0) {
      long known =
          cases.stream().flatMap(one -> one.voxels().stream()).mapToLong(Long::longValue).sum();
      findings.add(
          String.format(
              Locale.ROOT,
              "%s of %s voxels (%.1f %%) are to be ignored, in %s of %s cases",
              ignored,
              known + ignored,
              100.0 * ignored / (known + ignored),
              cases.stream().filter(one -> one.ignored() > 0).count(),
              cases.size()));
    }
  }
}
