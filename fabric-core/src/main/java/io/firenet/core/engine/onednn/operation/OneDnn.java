package io.firenet.core.engine.onednn.operation;

import static org.bytedeco.dnnl.global.dnnl.dnnl_acdb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_primitive_cache_capacity;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The CPU engine and a bounded cache of what was compiled for it. For one thread at a time; oneDNN
 * itself uses all cores, or operations for one thread each run side by side in {@link #inLanes}.
 */
public final class OneDnn implements AutoCloseable {

  /**
   * A training step compiles some 30 plans for each size of its input, 3 MB in 17 ms, and its lanes
   * as many. So many keep the 208 sizes of hippocampus, in which each step would compile anew with
   * half of them.
   */
  public static final int KEPT_PLANS = 6000;

  private final dnnl_engine engine = new dnnl_engine();
  private final List<Lane> lanes = new ArrayList<>(); // the first is the calling thread's
  private final dnnl_primitive_attr attributes;
  private final Workspace workspace = new Workspace();
  private final Team team;
  private final Tuning tuning;
  private boolean alone; // whether what is compiled now runs on the calling thread alone
  private final Map<Object, Plan> plans = new LinkedHashMap<>(64, 0.75f, true);

  private final Map<Object, Plan> shared = new LinkedHashMap<>();

  /** What was compiled for one layer and one size. */
  public interface Plan extends AutoCloseable {
    @Override
    void close();
  }

  /** With what was measured on this machine, if it was. */
  public OneDnn() {
    this(TuningFile.read(new Team().size()));
  }

  /** With what is known of a machine. */
  public OneDnn(Tuning tuning) {
    this(tuning, new Team());
  }

  /** With the calling thread alone, beside others. */
  public OneDnn beside() {
    return new OneDnn(tuning, new Team(1));
  }

  private OneDnn(Tuning tuning, Team team) {
    this.tuning = tuning;
    this.team = team;
    check(
        dnnl_set_primitive_cache_capacity(0), "turn oneDNN's own cache off in favour of this one");
    check(dnnl_engine_create(engine, dnnl_cpu, 0), "create the CPU engine");
    attributes = newAttributes();
  }

  /** Whether the library is there for this machine. */
  public static boolean loads() {
    try {
      Loader.load(dnnl.class);
      return true;
    } catch (LinkageError e) { // no natives for this platform, or no library at all
      return false;
    }
  }

  /** Whether this processor has instructions for products of bfloat16. */
  public static boolean acceleratesBfloat16() {
    return has(dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Whether there are operations in bfloat16 for this processor, be they fast or not. */
  public static boolean supportsBfloat16() {
    return has(dnnl_cpu_isa_avx512_core);
  }

  /** Whether this processor has instructions for products of whole tiles of bfloat16. */
  static boolean multipliesTiles() {
    return has(dnnl_cpu_isa_avx512_core_amx);
  }

  private static boolean has(int instructions) { // a set of bits; none of it but on x86
    return (dnnl_get_effective_cpu_isa() & instructions) == instructions;
  }

  /** What operations are compiled for. */
  public dnnl_engine engine() {
    return engine;
  }

  /** What every operation is planned with. */
  public dnnl_primitive_attr attributes() {
    return attributes;
  }

  /** The same, to be added to and destroyed by the caller. */
  public dnnl_primitive_attr newAttributes() {
    dnnl_primitive_attr created = new dnnl_primitive_attr();
    check(dnnl_primitive_attr_create(created), "create attributes");
    check(
        dnnl_primitive_attr_set_scratchpad_mode(created, dnnl_scratchpad_mode_user),
        "take over the scratchpad");
    return created;
  }

  /** The address of memory that an operation may fill before it computes, of unknown content. */
  public long workspace(long bytes) {
    return workspace.address(bytes);
  }

  /** The bytes that operations work in, which are as many as any so far has wanted. */
  public long workingBytes() {
    return workspace.bytes() + lanes.stream().mapToLong(Lane::workingBytes).sum();
  }

  /**
   * The plan for a key, compiled if it is not at hand. It is valid until the next call: ask again
   * instead of keeping it.
   */
  @SuppressWarnings("unchecked") // a key's class stands for one class of plan
  public <P extends Plan> P plan(Object key, Supplier<P> compile) {
    Plan plan = plans.get(key);
    if (plan == null) {
      if (plans.size() >= KEPT_PLANS) {
        var eldest = plans.entrySet().iterator();
        eldest.next().getValue().close();
        eldest.remove();
      }
      plan = compile.get();
      plans.put(key, plan);
    }
    return (P) plan;
  }

  /** What many plans use, compiled if it is not at hand and kept as long as this. */
  @SuppressWarnings("unchecked") // a key's class stands for one class of plan
  public <P extends Plan> P shared(Object key, Supplier<P> compile) {
    Plan found = shared.get(key);
    if (found == null) {
      found = compile.get();
      shared.put(key, found);
    }
    return (P) found;
  }

  /** The plan for a key, of operations that take one thread so many microseconds each. */
  public <P extends Plan> P plan(Object key, double micros, Supplier<P> compile) {
    return plan(key, () -> compile(micros, compile));
  }

  /**
   * Compiles operations that take one thread so many microseconds each, for as many threads as they
   * are worth waking.
   */
  public <T> T compile(double micros, Supplier<T> compile) {
    if (alone || isWorthSharing(micros)) {
      return compile.get();
    }
    alone = true;
    try {
      return team.alone(compile);
    } finally {
      alone = false;
    }
  }

  /** One of those that {@link #inLanes} runs in; the first is that of everything else. */
  public Lane lane(int index) {
    while (lanes.size() <= index) {
      lanes.add(new Lane(engine));
    }
    return lanes.get(index);
  }

  /** Does something in each of the first lanes at the same time, and waits for all. */
  public static void inLanes(int count, IntConsumer body) {
    IntStream lanes = IntStream.range(0, count);
    (count == 1 ? lanes : lanes.parallel()).forEach(body);
  }

  /** Hands out parts of some work to the first lanes, to each the same ones every time. */
  public static void shareOut(int parts, int lanes, PartInLane body) {
    inLanes(
        lanes,
        lane -> {
          for (int part = lane; part < parts; part += lanes) {
            body.run(part, lane);
          }
        });
  }

  /** Something to do in a lane. */
  public interface PartInLane {
    void run(int part, int lane);
  }

  /** Whether work that takes one thread so many microseconds is done sooner by several. */
  public boolean isWorthSharing(double micros) {
    return micros > tuning.aloneMicros() && team.size() > 1;
  }

  /** Whether what is compiled now runs on the calling thread alone. */
  boolean isAlone() {
    return alone;
  }

  /** The threads that it computes with. */
  public Team team() {
    return team;
  }

  /** What this machine is good at. */
  public Tuning tuning() {
    return tuning;
  }

  /**
   * The memory of a tensor whose channels are normed. To several threads its planes are given as a
   * batch of images, which has the same statistics: oneDNN shares out a batch, while two threads
   * take up to four times as long as one for a single volume.
   */
  public dnnl_memory_desc normed(ElementType type, int channels, GridSize size) {
    return alone
        ? MemoryDescs.tensor(type, channels, size)
        : MemoryDescs.plain(type, dnnl_acdb, size.depth(), channels, size.height(), size.width());
  }

  /** The name of the implementation that oneDNN chose. */
  public static String implementation(dnnl_primitive_desc desc) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      check(dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, name), "name a choice");
      return name.get(BytePointer.class).getString(StandardCharsets.US_ASCII);
    }
  }

  /**
   * Asks whether a call of oneDNN's did what it was to do.
   *
   * @param status that it returned
   * @param task what it was to do, for the message
   * @throws IllegalStateException if it did not
   */
  public static void check(int status, String task) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN could not %s (status %s)".formatted(task, status));
    }
  }

  /** Frees every plan, the lanes and the engine. */
  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
    shared.values().forEach(Plan::close);
    shared.clear();
    lanes.forEach(Lane::close);
    workspace.close();
    dnnl_primitive_attr_destroy(attributes);
    dnnl_engine_destroy(engine);
  }
}
