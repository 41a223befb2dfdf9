package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CohortBundleTests {

  private static List<CohortImage> images(long... bytes) {
    return IntStream.range(0, bytes.length)
        .mapToObj(
            i ->
                new CohortImage(
                    "image-" + i,
                    List.of("/in/image-" + i),
                    bytes[i],
                    "/out/image-" + i,
                    null,
                    CohortImage.Earlier.NONE))
        .toList();
  }

  private static List<Integer> sizes(List<CohortImage> images, int workers) {
    List<CohortBundle> bundles = CohortBundle.of(images, workers);
    assertEquals(images, bundles.stream().flatMap(bundle -> bundle.images().stream()).toList());
    return bundles.stream().map(bundle -> bundle.images().size()).toList();
  }

  private static long[] alike(int count, long bytes) {
    return IntStream.range(0, count).mapToLong(i -> bytes).toArray();
  }

  @Test
  void smallImagesShareBundlesThatBecomeSmaller() {
    List<Integer> sizes = sizes(images(alike(336, 70_000)), 2);
    assertEquals(42, sizes.get(0));
    assertEquals(1, sizes.get(sizes.size() - 1));
    List<Integer> sorted = new ArrayList<>(sizes);
    sorted.sort((one, other) -> other - one);
    assertEquals(sorted, sizes);
    assertTrue(sizes.size() < 50, sizes::toString); // instead of 336
  }

  @Test
  void everyWorkerHasSeveralBundlesWhereThereAreImages() {
    // a quarter of half of 16, then of 14, and so on, and never less than one
    assertEquals(
        List.of(2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), sizes(images(alike(16, 1)), 2));
    assertEquals(List.of(1, 1, 1), sizes(images(alike(3, 1)), 2));
    assertEquals(List.of(1), sizes(images(1), 64));
    assertEquals(List.of(), sizes(List.of(), 2));
  }

  @Test
  void largeImagesAndThoseOfUnknownSizeAreBundlesOfTheirOwn() {
    assertEquals(100, sizes(images(alike(100, 50_000_000)), 2).size());
    assertEquals(100, sizes(images(alike(100, CohortImage.UNKNOWN)), 2).size());
    long[] bytes = alike(64, 1_500_000);
    bytes[0] = CohortImage.UNKNOWN;
    bytes[3] = CohortImage.UNKNOWN;
    assertEquals(List.of(1, 2, 1, 2, 2), sizes(images(bytes), 2).subList(0, 5));
  }
}
