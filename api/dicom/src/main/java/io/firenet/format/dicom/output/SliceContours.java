package io.firenet.format.dicom.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The outlines of a region of a slice: closed polygons along the edges of its pixels. A hole is cut
 * open to its outline by a keyhole, as closed planar contours need it.
 */
final class SliceContours {

  /** A corner of pixels, or a point half way between two; doubled coordinates are whole. */
  record Point(int x2, int y2) {}

  // east, south, west, north; turning right is the next one, for y runs down
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};

  private final int width;
  private final int height;
  private final IntPredicate inside;

  private SliceContours(int width, int height, IntPredicate inside) {
    this.width = width;
    this.height = height;
    this.inside = inside;
  }

  /**
   * Outlines a region.
   *
   * @param inside whether the pixel {@code y·width + x} belongs to it
   * @return polygons of corners without the last point that would repeat the first; the corner of
   *     pixel (x, y) that is nearest to the first is (2x, 2y)
   */
  static List<List<Point>> of(int width, int height, IntPredicate inside) {
    return new SliceContours(width, height, inside).outline();
  }

  private boolean isInside(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && inside.test(y * width + x);
  }

  private List<List<Point>> outline() {
    List<List<Point>> outer = new ArrayList<>();
    List<List<Point>> holes = new ArrayList<>();
    for (List<Point> loop : loops()) {
      (area(loop) > 0 ? outer : holes).add(loop);
    }
    holes.sort(Comparator.comparingInt(SliceContours::left));
    for (List<Point> hole : holes) {
      open(hole, outer);
    }
    return outer.stream().map(SliceContours::withoutStraightPoints).toList();
  }

  /** Edges between inside and outside, with the inside on the right, joined to loops. */
  private List<List<Point>> loops() {
    Map<Long, Integer> edges = new HashMap<>(); // corner → bits of the directions that start there
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (isInside(x, y)) {
          addIf(!isInside(x, y - 1), edges, x, y, 0);
          addIf(!isInside(x + 1, y), edges, x + 1, y, 1);
          addIf(!isInside(x, y + 1), edges, x + 1, y + 1, 2);
          addIf(!isInside(x - 1, y), edges, x, y + 1, 3);
        }
      }
    }
    List<List<Point>> loops = new ArrayList<>();
    while (!edges.isEmpty()) {
      long start = edges.keySet().iterator().next();
      loops.add(loop(edges, start));
    }
    return loops;
  }

  private void addIf(boolean is, Map<Long, Integer> edges, int x, int y, int direction) {
    if (is) {
      edges.merge(corner(x, y), 1 << direction, (a, b) -> a | b);
    }
  }

  private long corner(int x, int y) {
    return (long) y * (width + 1) + x;
  }

  /** Follows edges, taking each away, until the first comes next again. */
  private List<Point> loop(Map<Long, Integer> edges, long start) {
    int x = (int) (start % (width + 1));
    int y = (int) (start / (width + 1));
    int first = Integer.numberOfTrailingZeros(edges.get(start));
    int direction = first;
    List<Point> loop = new ArrayList<>();
    do {
      loop.add(new Point(2 * x, 2 * y));
      if (loop.size() > 1) { // the first edge stays, to be found again
        take(edges, corner(x, y), direction);
      }
      x += DX[direction];
      y += DY[direction];
      direction = next(edges.getOrDefault(corner(x, y), 0), direction);
    } while (corner(x, y) != start || direction != first);
    take(edges, start, first);
    return loop;
  }

  private static void take(Map<Long, Integer> edges, long corner, int direction) {
    int left = edges.get(corner) & ~(1 << direction);
    if (left == 0) {
      edges.remove(corner);
    } else {
      edges.put(corner, left);
    }
  }

  /** Right before straight on before left, so that pixels that touch at a corner stay apart. */
  private static int next(int starting, int direction) {
    for (int turn : new int[] {1, 0, 3}) {
      int turned = (direction + turn) & 3;
      if ((starting & (1 << turned)) != 0) {
        return turned;
      }
    }
    throw new IllegalStateException("an outline does not close");
  }

  private static double area(List<Point> loop) {
    double sum = 0;
    for (int i = 0; i < loop.size(); i++) {
      Point a = loop.get(i);
      Point b = loop.get((i + 1) % loop.size());
      sum += (double) a.x2 * b.y2 - (double) b.x2 * a.y2;
    }
    return sum;
  }

  private static int left(List<Point> loop) {
    return loop.stream().mapToInt(Point::x2).min().orElse(0);
  }

  /** Joins a hole to the nearest outline on its left, through the middle of a row of pixels. */
  private void open(List<Point> hole, List<List<Point>> outlines) {
    int left = left(hole);
    int from = 0;
    while (!isVertical(hole, from, left)) {
      from++;
    }
    int middle = (hole.get(from).y2 + hole.get((from + 1) % hole.size()).y2) / 2;
    List<Point> target = List.of();
    int edge = -1;
    int nearest = Integer.MIN_VALUE;
    for (List<Point> outline : outlines) {
      for (int i = 0; i < outline.size(); i++) {
        Point a = outline.get(i);
        Point b = outline.get((i + 1) % outline.size());
        boolean crosses = a.x2 == b.x2 && a.y2 + b.y2 == 2 * middle && Math.abs(a.y2 - b.y2) == 2;
        if (crosses && a.x2 < left && a.x2 > nearest) {
          nearest = a.x2;
          target = outline;
          edge = i;
        }
      }
    }
    List<Point> detour = new ArrayList<>();
    detour.add(new Point(nearest, middle));
    detour.add(new Point(left, middle));
    for (int i = 1; i <= hole.size(); i++) {
      detour.add(hole.get((from + i) % hole.size()));
    }
    detour.add(new Point(left, middle));
    detour.add(new Point(nearest, middle));
    target.addAll(edge + 1, detour);
  }

  private static boolean isVertical(List<Point> loop, int i, int x2) {
    return loop.get(i).x2 == x2 && loop.get((i + 1) % loop.size()).x2 == x2;
  }

  private static List<Point> withoutStraightPoints(List<Point> loop) {
    List<Point> corners = new ArrayList<>();
    int size = loop.size();
    for (int i = 0; i < size; i++) {
      Point a = loop.get((i + size - 1) % size);
      Point b = loop.get(i);
      Point c = loop.get((i + 1) % size);
      boolean straight =
          Integer.signum(b.x2 - a.x2) == Integer.signum(c.x2 - b.x2)
              && Integer.signum(b.y2 - a.y2) == Integer.signum(c.y2 - b.y2);
      if (!straight) {
        corners.add(b);
      }
    }
    return corners;
  }
}
