package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_wait;

import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/** A compiled oneDNN operation with its arguments in a fixed order. */
public final class Primitive implements OneDnn.Plan {

  private final Team team;
  private final Lane lane;
  private final dnnl_primitive_desc desc;
  private final dnnl_primitive primitive;
  private final boolean isCopy;
  private final int[] argumentIds; // the scratchpad last, where one is needed
  private final dnnl_memory[] memories;
  private final long[] bound; // the address of each, to be set only where it changes
  private final long scratchpadBytes;
  private final boolean alone; // whether it was compiled for one thread
  private final dnnl_exec_arg_t arguments;
  private final Address address = new Address();

  /** A pointer that can be moved, so that no object is made for each argument of each call. */
  private static final class Address extends Pointer {
    Address at(long value) {
      address = value;
      return this;
    }
  }

  /** Takes over {@code desc}; {@code argumentIds} are oneDNN's {@code DNNL_ARG_…}. */
  public Primitive(OneDnn dnn, dnnl_primitive_desc desc, int... argumentIds) {
    this.team = dnn.team();
    this.lane = dnn.lane(0);
    this.desc = desc;
    this.alone = dnn.isAlone();
    scratchpadBytes =
        dnnl_memory_desc_get_size(dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0));
    this.argumentIds =
        scratchpadBytes == 0
            ? argumentIds
            : IntStream.concat(IntStream.of(argumentIds), IntStream.of(DNNL_ARG_SCRATCHPAD))
                .toArray();
    primitive = new dnnl_primitive();
    isCopy = false;
    check(dnnl_primitive_create(primitive, desc), "compile an operation");
    memories = new dnnl_memory[this.argumentIds.length];
    bound = new long[memories.length];
    arguments = bind(dnn.engine());
  }

  /** A copy from one layout or type to another. */
  public static Primitive reorder(OneDnn dnn, dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_reorder_primitive_desc_create(
            desc, from, dnn.engine(), to, dnn.engine(), dnn.attributes()),
        "plan a reorder");
    return new Primitive(dnn, desc, DNNL_ARG_FROM, DNNL_ARG_TO);
  }

  /** The same of memory that is described for it alone: it takes over the descriptions. */
  public static Primitive copy(OneDnn dnn, dnnl_memory_desc from, dnnl_memory_desc to) {
    Primitive copy = reorder(dnn, from, to);
    dnnl_memory_desc_destroy(from);
    dnnl_memory_desc_destroy(to);
    return copy;
  }

  private Primitive(Primitive other, Lane lane) {
    team = other.team;
    this.lane = lane;
    desc = other.desc;
    alone = other.alone;
    scratchpadBytes = other.scratchpadBytes;
    argumentIds = other.argumentIds;
    primitive = other.primitive;
    isCopy = true;
    memories = new dnnl_memory[argumentIds.length];
    bound = new long[memories.length];
    arguments = bind(lane.engine());
  }

  /** This, or a copy to be run in a lane while others run theirs; no longer than this is open. */
  public Primitive in(Lane other) {
    return other == lane ? this : new Primitive(this, other);
  }

  private dnnl_exec_arg_t bind(dnnl_engine engine) {
    dnnl_exec_arg_t bound = new dnnl_exec_arg_t(memories.length);
    for (int i = 0; i < memories.length; i++) {
      memories[i] = new dnnl_memory();
      check(
          dnnl_memory_create(memories[i], argument(i), engine, address.at(0)), "bind an argument");
      bound.position(i).arg(argumentIds[i]).memory(memories[i]);
    }
    return bound.position(0);
  }

  /** The bytes it works in. */
  public long scratchpadBytes() {
    return scratchpadBytes;
  }

  public dnnl_primitive_desc desc() {
    return desc;
  }

  /** The memory layout of an argument, owned by this. */
  public dnnl_memory_desc argument(int index) {
    return dnnl_primitive_desc_query_md(desc, dnnl_query_exec_arg_md, argumentIds[index]);
  }

  /** The number of bytes of an argument, padding of its layout included. */
  public long bytes(int index) {
    return dnnl_memory_desc_get_size(argument(index));
  }

  /** Runs it on the arrays at the given addresses, in the order of the arguments. */
  public void execute(long... addresses) {
    for (int i = 0; i < addresses.length; i++) {
      bind(i, addresses[i]);
    }
    if (scratchpadBytes > 0) {
      bind(memories.length - 1, lane.scratchpad(scratchpadBytes));
    }
    check(alone ? team.alone(this::run) : run(), "run an operation");
    check(dnnl_stream_wait(lane.stream()), "finish an operation");
  }

  private int run() {
    return dnnl_primitive_execute(primitive, lane.stream(), memories.length, arguments);
  }

  private void bind(int index, long to) {
    if (bound[index] != to) {
      check(dnnl_memory_set_data_handle(memories[index], address.at(to)), "set an argument");
      bound[index] = to;
    }
  }

  @Override
  public void close() {
    for (dnnl_memory memory : memories) {
      dnnl_memory_destroy(memory);
    }
    arguments.close();
    if (!isCopy) {
      dnnl_primitive_destroy(primitive);
      dnnl_primitive_desc_destroy(desc);
    }
  }
}
