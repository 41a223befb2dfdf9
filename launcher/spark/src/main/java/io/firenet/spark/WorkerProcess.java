package io.firenet.spark;

import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.Worker;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * An executor process. Spark makes tasks, and leaves no place but a static one for what outlives
 * them: a model, plugins, a network.
 */
final class WorkerProcess implements Worker {

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private static final Map<String, Kept> KEPT = new HashMap<>(); // behind the lock

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(WorkerProcess::closeAll, "firenet-worker"));
  }

  private final Share share;

  private WorkerProcess(Share share) {
    this.share = share;
  }

  /** What of its machine is a process's: cores, and the part of the memory, above 0 to 1. */
  record Share(int cores, double ofMachine) implements Serializable {}

  private record Kept(String version, AutoCloseable thing) {}

  /** Does a piece of work when no other is done in this process. */
  static <R extends Serializable> Outcome<R> run(Share share, WorkOnProcess<R> work)
      throws InterruptedException {
    ONE_AT_A_TIME.lockInterruptibly();
    try {
      WorkerProcess worker = new WorkerProcess(share);
      return Outcome.of(() -> work.run(worker));
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /** A piece of work. */
  interface WorkOnProcess<R> {
    R run(Worker worker) throws Exception;
  }

  @Override
  public String place() {
    SparkEnv env = SparkEnv.get();
    // As Spark's scheduler names an executor that has something in its memory.
    return "executor_%s_%s".formatted(env.blockManager().blockManagerId().host(), env.executorId());
  }

  @Override
  public int cores() {
    return share.cores();
  }

  @Override
  public OptionalInt gpu() {
    ResourceInformation given = TaskContext.get().resourcesJMap().get(ExecutorRequest.GPU);
    if (given == null || given.addresses().length == 0) {
      return OptionalInt.empty();
    }
    String address = given.addresses()[0];
    if (!address.matches("\\d{1,4}")) {
      throw new IllegalArgumentException(
          "the cluster gives GPU '%s'; expected its number, as nvidia-smi lists it; look at spark.executor.resource.gpu.discoveryScript"
              .formatted(address));
    }
    return OptionalInt.of(Integer.parseInt(address));
  }

  @Override
  public double shareOfMachine() {
    return share.ofMachine();
  }

  @Override
  public long memoryBytes() {
    return FreeMemory.share(share.ofMachine);
  }

  @Override
  public int losses() {
    return TaskContext.get().attemptNumber();
  }

  @Override
  public Path file(String name) {
    return Path.of(SparkFiles.get(name));
  }

  @Override
  public ClusterFiles files() {
    return new HadoopFiles();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends AutoCloseable> R keep(String name, String version, Opening<R> opening)
      throws Exception {
    Kept kept = KEPT.get(name);
    if (kept == null || !kept.version.equals(version)) {
      if (kept != null) {
        KEPT.remove(name);
        kept.thing.close();
      }
      kept = new Kept(version, opening.open());
      KEPT.put(name, kept);
    }
    return (R) kept.thing;
  }

  /** Closes what a driver that is its own executor has kept. */
  static void closeAll() {
    if (ONE_AT_A_TIME.tryLock()) { // else the process ends in the middle of its work
      try {
        KEPT.values().forEach(kept -> quietly(kept.thing));
        KEPT.clear();
      } finally {
        ONE_AT_A_TIME.unlock();
      }
    }
  }

  private static void quietly(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception e) {
      return; // the process ends
    }
  }
}
