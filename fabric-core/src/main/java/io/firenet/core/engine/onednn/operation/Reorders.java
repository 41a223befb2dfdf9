package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Copies of tensors, or of some of their channels, that convert between the tensors' types. */
public final class Reorders {

  private final OneDnn dnn;

  public Reorders(OneDnn dnn) {
    this.dnn = dnn;
  }

  /** Copies all of it. */
  public void copy(HostTensor from, HostTensor to) {
    copyChannels(from, 0, to, 0, from.channels());
  }

  /** Copies {@code count} channels of every voxel. */
  public void copyChannels(HostTensor from, int firstFrom, HostTensor to, int firstTo, int count) {
    var key =
        new Key(
            new Slice(from.type(), from.channels(), firstFrom),
            new Slice(to.type(), to.channels(), firstTo),
            count,
            from.size());
    double micros =
        dnn.tuning()
            .moving(from.size().voxels() * count * (from.type().bytes() + to.type().bytes()));
    dnn.plan(key, micros, () -> compile(key)).execute(from.address(), to.address());
  }

  private Primitive compile(Key key) {
    return Primitive.copy(
        dnn, key.from.describe(key.count, key.size), key.to.describe(key.count, key.size));
  }

  private record Key(Slice from, Slice to, int count, GridSize size) {}

  /** Channels from {@code first} on of a tensor. */
  private record Slice(ElementType type, int channels, int first) {

    dnnl_memory_desc describe(int count, GridSize size) {
      dnnl_memory_desc whole = MemoryDescs.tensor(type, channels, size);
      dnnl_memory_desc part = new dnnl_memory_desc();
      long[] sides = {1, count, size.depth(), size.height(), size.width()};
      long[] offsets = {0, first, 0, 0, 0};
      check(dnnl_memory_desc_create_submemory(part, whole, sides, offsets), "describe a slice");
      dnnl_memory_desc_destroy(whole);
      return part;
    }
  }
}
