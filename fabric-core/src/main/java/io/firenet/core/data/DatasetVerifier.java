package io.firenet.core.data;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.volume.ImageGeometry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads every case of a dataset and lists what is wrong with it. One fault makes one problem: what
 * cannot be read is not examined further, and a check that rests on a failed one is left out.
 *
 * <p>Errors: a file that is missing or unreadable, an image with other channels than declared, with
 * values that are not finite or a channel of equal ones, a voxel spacing outside {@value
 * ImageGeometry#MIN_SPACING_MM} to {@value ImageGeometry#MAX_SPACING_MM} mm, labels on another grid
 * than the image, label values, classes or values that the dataset does not declare, an id that
 * occurs twice. Warnings: labels without foreground, what a file's reader had to decide.
 */
public final class DatasetVerifier {

  /** A case is read whole, so more threads would cost memory rather than save time. */
  private static final int THREADS = 2;

  /**
   * What was found.
   *
   * @param problems every one, in the order of the cases; empty if there is none
   * @param labels which labels the cases have that could be read
   * @param figures what the cases are like whose images could be read
   */
  public record Verification(List<Problem> problems, LabelCensus labels, DatasetFigures figures) {

    public Verification {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Lists what is wrong, see {@link #examine}.
   *
   * @param dataset the dataset
   * @param progress told after each case
   * @return every problem, in the order of the cases; empty if there is none
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public List<Problem> verify(Dataset dataset, ProgressListener progress)
      throws InterruptedException {
    return examine(dataset, progress).problems();
  }

  /**
   * Examines all cases, two at a time.
   *
   * @param dataset the dataset
   * @param progress told after each case
   * @return problems and figures of all cases
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Verification examine(Dataset dataset, ProgressListener progress)
      throws InterruptedException {
    DatasetDescriptor descriptor = dataset.descriptor();
    List<Case> cases = dataset.cases();
    Progress counted = new Progress(cases.size(), progress);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<CaseVerifier.Verified>> running = new ArrayList<>();
      for (Case c : cases) {
        running.add(
            pool.submit(
                () -> {
                  CaseVerifier.Verified found = new CaseVerifier(c, descriptor).verify();
                  counted.done(c.id());
                  return found;
                }));
      }
      List<Problem> problems = repeatedIds(cases);
      List<CaseLabels> labels = new ArrayList<>();
      List<CaseFigures> figures = new ArrayList<>();
      for (Future<CaseVerifier.Verified> one : running) {
        problems.addAll(one.get().problems());
        one.get().labels().ifPresent(labels::add);
        one.get().figures().ifPresent(figures::add);
      }
      return new Verification(
          problems,
          new LabelCensus(descriptor.labels(), labels),
          new DatasetFigures(
              descriptor.channels(), labels.isEmpty() ? List.of() : descriptor.labels(), figures));
    } catch (ExecutionException e) {
      // A case's own faults are problems; what arrives here is a failing listener or a lack of
      // memory.
      throw new IllegalStateException("verification broke off: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Problem> repeatedIds(List<Case> cases) {
    List<Problem> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Case c : cases) {
      if (!seen.add(c.id())) {
        problems.add(
            new Problem(
                c.id(),
                c.imageFile().orElse(null),
                "two cases have this id, each needs its own",
                Problem.Severity.ERROR));
      }
    }
    return problems;
  }

  private static final class Progress {
    private final int total;
    private final ProgressListener listener;
    private int done;

    Progress(int total, ProgressListener listener) {
      this.total = total;
      this.listener = listener;
    }

    synchronized void done(String caseId) {
      listener.caseDone(++done, total, caseId);
    }
  }
}
