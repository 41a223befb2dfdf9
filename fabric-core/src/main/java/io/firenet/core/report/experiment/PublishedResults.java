package io.firenet.core.report.experiment;

import io.firenet.core.experiment.PublishedResult;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The figures that papers print for the datasets of an experiment.
 *
 * @param results in the order of the papers' tables
 */
record PublishedResults(List<PublishedResult> results) {

  /** The name of the mean over the labels, and of the mean over the datasets. */
  static final String MEAN = "mean";

  static final String ALL = "all";

  PublishedResults {
    results = List.copyOf(results);
  }

  /** The published figure; NaN if there is none. */
  double value(String dataset, String method, String label, String metric) {
    return select(
            one ->
                one.dataset().equals(dataset)
                    && one.method().equals(method)
                    && one.label().equals(label)
                    && one.metric().equals(metric))
        .mapToDouble(PublishedResult::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The methods of which figures of a dataset and metric are printed. */
  List<String> methods(String dataset, String metric) {
    return select(one -> one.dataset().equals(dataset) && one.metric().equals(metric))
        .map(PublishedResult::method)
        .distinct()
        .toList();
  }

  /** What is cited for the figures of some datasets. */
  List<String> sources(List<String> datasets) {
    return select(one -> datasets.contains(one.dataset()))
        .map(PublishedResult::source)
        .distinct()
        .toList();
  }

  private Stream<PublishedResult> select(Predicate<PublishedResult> which) {
    return results.stream().filter(which);
  }
}
