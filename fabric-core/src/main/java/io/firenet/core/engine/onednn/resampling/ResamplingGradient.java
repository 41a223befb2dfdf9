package io.firenet.core.engine.onednn.resampling;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_linear;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.Lane;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.operation.Workspace;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a trilinear resize, one axis after another: rows and planes, which are long, are
 * added up in Java, and what is left along the width by oneDNN. Its own operation for all three
 * axes visits eight neighbours of every voxel and takes 8 times as long; a matrix product for each
 * axis takes as long as this, and 2 MB and 2 ms for every size of an image.
 */
public final class ResamplingGradient implements OneDnn.Plan {

  private final OneDnn dnn;
  private final ElementType type;
  private final int channels;
  private final GridSize from;
  private final GridSize to;
  private final List<Operations> lanes = new ArrayList<>();

  /**
   * What is computed in a lane; what the first one has is compiled, the others have copies.
   *
   * @param toFloat of a plane of the output, null where that is float32
   * @param narrow of a plane along its width, into the input's type
   */
  private record Operations(@Nullable Primitive toFloat, Primitive narrow) {}

  /**
   * @param from size of the resize's input, which its gradient has
   * @param to size of the resize's output
   */
  ResamplingGradient(OneDnn dnn, ElementType type, int channels, GridSize from, GridSize to) {
    this.dnn = dnn;
    this.type = type;
    this.channels = channels;
    this.from = from;
    this.to = to;
    Primitive toFloat = type == ElementType.FLOAT32 ? null : dnn.compile(0, this::compileToFloat);
    Primitive narrow = dnn.compile(0, this::compileNarrow);
    double micros = dnn.tuning().moving(2L * Float.BYTES * to.voxels() * channels);
    int count = dnn.isWorthSharing(micros) ? Math.min(dnn.team().size(), from.depth()) : 1;
    for (int lane = 0; lane < count; lane++) {
      Lane in = dnn.lane(lane);
      lanes.add(new Operations(toFloat == null ? null : toFloat.in(in), narrow.in(in)));
    }
  }

  private Primitive compileToFloat() {
    GridSize plane = new GridSize(1, to.height(), to.width());
    return Primitive.copy(
        dnn,
        MemoryDescs.tensor(type, channels, plane),
        MemoryDescs.tensor(ElementType.FLOAT32, channels, plane));
  }

  private Primitive compileNarrow() {
    dnnl_memory_desc narrow =
        MemoryDescs.plain(type, dnnl_acb, from.height(), channels, from.width());
    dnnl_memory_desc wide = MemoryDescs.plain(dnnl_acb, from.height(), channels, to.width());
    dnnl_primitive_desc forward = Resampling.forward(dnn, narrow, wide);
    float[] factors = null; // follow from the sizes
    dnnl_primitive_desc backward = new dnnl_primitive_desc();
    check(
        dnnl_resampling_backward_primitive_desc_create(
            backward,
            dnn.engine(),
            dnnl_resampling_linear,
            factors,
            narrow,
            wide,
            forward,
            dnn.attributes()),
        "plan the gradient of a resize along one axis");
    dnnl_primitive_desc_destroy(forward);
    dnnl_memory_desc_destroy(narrow);
    dnnl_memory_desc_destroy(wide);
    return new Primitive(dnn, backward, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
  }

  /** The working memory that such a gradient takes. */
  public static long workspaceBytes(OneDnn dnn, int channels, GridSize from, GridSize to) {
    return Math.min(dnn.team().size(), from.depth()) * laneBytes(channels, from, to);
  }

  /** A plane of the output, or one that is narrow along the height. */
  private static long laneBytes(int channels, GridSize from, GridSize to) {
    long rows = Math.max(from.height(), to.height());
    return Workspace.aligned(rows * to.width() * channels * Float.BYTES);
  }

  void execute(long outputGradient, long inputGradient) {
    long laneBytes = laneBytes(channels, from, to);
    long address = dnn.workspace(lanes.size() * laneBytes);
    OneDnn.inLanes(
        lanes.size(),
        lane ->
            new Planes(lanes.get(lane), outputGradient, inputGradient, address + lane * laneBytes)
                .run(first(lane), first(lane + 1)));
  }

  private int first(int lane) {
    return (int) ((long) from.depth() * lane / lanes.size());
  }

  /** The planes of a lane. */
  private final class Planes {

    private final Operations lane;
    private final long outputGradient;
    private final long inputGradient;
    private final long copy; // of a plane, in float32
    private final int row = to.width() * channels; // values
    private final Shares depth = new Shares(from.depth(), to.depth());
    private final Shares height = new Shares(from.height(), to.height());
    private final float[] values = new float[row];
    private final float[][] plane = new float[from.height()][row]; // narrow along the height
    private final float[][][] open = new float[2][from.height()][row]; // that others may add to

    Planes(Operations lane, long outputGradient, long inputGradient, long copy) {
      this.lane = lane;
      this.outputGradient = outputGradient;
      this.inputGradient = inputGradient;
      this.copy = copy;
    }

    void run(int first, int end) {
      int next = first; // to be written
      for (int outer = 0; outer < to.depth(); outer++) {
        int below = depth.below[outer];
        int above = depth.above[outer];
        if (above < first || below >= end) {
          continue;
        }
        for (; next < below; next++) {
          write(next);
        }
        read(outer);
        if (below >= first) {
          addPlane(open[below % 2], 1 - depth.share[outer]);
        }
        if (above < end) {
          addPlane(open[above % 2], depth.share[outer]);
        }
      }
      for (; next < end; next++) {
        write(next);
      }
    }

    /** Brings a plane of the output to the input's height. */
    private void read(int outer) {
      long count = (long) to.height() * row;
      long address = outputGradient + outer * count * type.bytes();
      if (lane.toFloat != null) {
        lane.toFloat.execute(address, copy);
        address = copy;
      }
      FloatBuffer rows = HostTensor.values(address, count);
      clear(plane);
      for (int h = 0; h < to.height(); h++) {
        rows.get(h * row, values);
        add(plane[height.below[h]], 1 - height.share[h], values);
        add(plane[height.above[h]], height.share[h], values);
      }
    }

    private void addPlane(float[][] target, float share) {
      for (int h = 0; h < plane.length; h++) {
        add(target[h], share, plane[h]);
      }
    }

    /** Brings a plane of the input's depth and height to its width. */
    private void write(int inner) {
      float[][] whole = open[inner % 2];
      FloatBuffer rows = HostTensor.values(copy, (long) whole.length * row);
      for (float[] one : whole) {
        rows.put(one);
      }
      clear(whole);
      long written = (long) from.height() * from.width() * channels * type.bytes();
      lane.narrow.execute(copy, inputGradient + inner * written);
    }
  }

  private static void clear(float[][] rows) {
    for (float[] row : rows) {
      Arrays.fill(row, 0);
    }
  }

  private static void add(float[] target, float share, float[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += share * source[i];
    }
  }

  /** Between which two values of the input each value of the output lies along an axis. */
  private static final class Shares {

    private final int[] below;
    private final int[] above;
    private final float[] share; // of the one above

    Shares(int inner, int outer) {
      below = new int[outer];
      above = new int[outer];
      share = new float[outer];
      for (int o = 0; o < outer; o++) {
        double at = (o + 0.5) * inner / outer - 0.5;
        int floor = (int) Math.floor(at);
        share[o] = (float) (at - floor);
        below[o] = Math.max(0, floor);
        above[o] = Math.min(inner - 1, floor + 1);
      }
    }
  }

  @Override
  public void close() {
    lanes.subList(1, lanes.size()).forEach(ResamplingGradient::close); // copies of the first
    close(lanes.get(0));
  }

  private static void close(Operations operations) {
    if (operations.toFloat != null) {
      operations.toFloat.close();
    }
    operations.narrow.close();
  }
}
