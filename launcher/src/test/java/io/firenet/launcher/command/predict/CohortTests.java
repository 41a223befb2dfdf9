package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterWork;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CohortTests {

  /** A cluster of one worker in this process, which is told of nothing but pieces of work. */
  @SuppressWarnings("unchecked")
  private static Cluster here() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (self, method, arguments) -> {
              if (method.getName().equals("workers")) {
                return 1;
              }
              List<CohortBundle> items = (List<CohortBundle>) arguments[0];
              var work = (ClusterWork<CohortBundle, ArrayList<CohortRow>>) arguments[1];
              var results = (Cluster.Results<ArrayList<CohortRow>>) arguments[2];
              for (int i = items.size() - 1; i >= 0; i--) { // in any order
                results.add(i, work.run(items.get(i), null));
              }
              return null;
            });
  }

  @Test
  void bundleThatEndedWorkersIsHandedOutAgainImageByImage() throws Exception {
    List<CohortImage> images =
        IntStream.range(0, 24)
            .mapToObj(
                i ->
                    new CohortImage(
                        "image " + i % 20, // some twice
                        List.of("file " + i % 20),
                        1,
                        null,
                        null,
                        CohortImage.Earlier.NONE))
            .toList();
    List<Integer> lost = new ArrayList<>();
    ClusterWork<CohortBundle, ArrayList<CohortRow>> work =
        (bundle, worker) -> {
          ArrayList<CohortRow> rows = new ArrayList<>();
          int size = bundle.images().size();
          boolean ends = bundle.images().stream().anyMatch(one -> one.name().equals("image 2"));
          if (ends && size > 1) {
            lost.add(size);
            return rows;
          }
          bundle.images().forEach(one -> rows.add(CohortRow.failed(one.name(), 1, "")));
          return rows;
        };
    List<CohortRow> rows = Cohort.rows(here(), images, work, new CohortPace(() -> 0));
    assertEquals(1, lost.size());
    assertEquals(
        images.stream().map(CohortImage::name).toList(),
        rows.stream().map(CohortRow::image).toList());
  }
}
