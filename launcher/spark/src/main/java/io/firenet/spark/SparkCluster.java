package io.firenet.spark;

import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.ClusterTable;
import io.firenet.launcher.cluster.ClusterWork;
import io.firenet.launcher.cluster.SharedWork;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The executors of a Spark application as workers. */
final class SparkCluster implements Cluster {

  private static final int TREE_DEPTH = 2;

  private final JavaSparkContext context;
  private final ExecutorRequest executors;
  private final int workers;
  private final WorkerProcess.Share share;
  private final ExecutorService submitting =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "firenet-submit");
            thread.setDaemon(true);
            return thread;
          });
  private final ProcessEnd end;
  private final List<Path> temporary = new ArrayList<>();
  private int jobs;
  private int shipped;

  private SparkCluster(
      JavaSparkContext context, ExecutorRequest executors, int workers, double ofMachine) {
    this.context = context;
    this.executors = executors;
    this.workers = workers;
    this.end = new ProcessEnd(context);
    this.share = new WorkerProcess.Share(executors.cores(), ofMachine);
  }

  static SparkCluster start(JavaSparkContext context, ExecutorRequest executors)
      throws IOException, InterruptedException {
    try {
      if (executors.inThisProcess()) {
        return new SparkCluster(context, executors, 1, 1);
      }
      List<SparkExecutorInfo> there = ExecutorArrival.await(context, executors);
      Map<String, Long> byHost =
          there.stream()
              .collect(Collectors.groupingBy(SparkExecutorInfo::host, Collectors.counting()));
      long most = byHost.values().stream().mapToLong(Long::longValue).max().orElse(1);
      return new SparkCluster(context, executors, there.size(), 1.0 / most);
    } catch (IOException | InterruptedException | RuntimeException e) {
      context.close();
      throw e;
    }
  }

  @Override
  public int workers() {
    return workers;
  }

  @Override
  public ClusterFiles files() {
    return new HadoopFiles();
  }

  @Override
  public List<String> ship(List<Path> files) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      Path folder = Files.createTempDirectory("firenet-ship");
      Path named = folder.resolve("%s-%s".formatted(shipped++, file.getFileName()));
      temporary.add(named);
      temporary.add(folder);
      Files.copy(file, named); // under a name that no other has
      context.addFile(named.toUri().toString());
      names.add(named.getFileName().toString());
    }
    return names;
  }

  @Override
  public <T extends Serializable, R extends Serializable> void each(
      List<T> items, ClusterWork<T, R> work, Results<R> results)
      throws IOException, InterruptedException {
    if (items.isEmpty()) {
      return;
    }
    WorkerProcess.Share mine = share;
    JavaRDD<Outcome<R>> outcomes =
        context
            .parallelize(items, items.size())
            .map(item -> WorkerProcess.run(mine, worker -> work.run(item, worker)));
    String group = "firenet-" + jobs++;
    untilTheEnd(
        () -> {
          new ResultsOfJob<>(context, group, results).run(outcomes);
          return group;
        });
  }

  @Override
  public <T extends Serializable, R extends Serializable> CompletableFuture<R> submit(
      T item, ClusterWork<T, R> work) {
    WorkerProcess.Share mine = share;
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return untilTheEnd(
                () ->
                    context
                        .parallelize(List.of(item), 1)
                        .map(one -> WorkerProcess.run(mine, worker -> work.run(one, worker)))
                        .collect()
                        .get(0)
                        .get());
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        submitting);
  }

  @Override
  public <S extends Serializable, T extends Serializable, R extends Serializable> R together(
      S shared, List<T> items, List<String> places, SharedWork<S, T, R> work, Together<R> together)
      throws IOException, InterruptedException {
    WorkerProcess.Share mine = share;
    Broadcast<S> broadcast = context.broadcast(shared);
    try {
      return untilTheEnd(
          () ->
              PlacedItems.of(context, items, places)
                  .map(
                      item ->
                          WorkerProcess.run(
                              mine, worker -> work.run(broadcast.value(), item, worker)))
                  .treeReduce((one, other) -> one.with(other, together), TREE_DEPTH)
                  .get());
    } finally {
      broadcast.destroy();
    }
  }

  @Override
  public void writeParquet(ClusterTable table, Path file) throws IOException {
    ParquetTable.write(table, file);
  }

  /** What is given up because the process ends has failed for no other reason. */
  private <R> R untilTheEnd(Callable<R> job) throws IOException, InterruptedException {
    end.check();
    try {
      return job.call();
    } catch (IOException | InterruptedException | RuntimeException e) {
      end.check();
      throw e;
    } catch (Exception e) { // Scala declares none
      end.check();
      throw new IllegalStateException(
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  @Override
  public String toString() {
    return "%s %s of %s %s on %s"
        .formatted(
            workers,
            workers == 1 ? "worker" : "workers",
            executors.cores(),
            executors.cores() == 1 ? "core" : "cores",
            executors.master());
  }

  @Override
  public void close() {
    submitting.shutdownNow();
    context.close();
    if (executors.inThisProcess()) {
      WorkerProcess.closeAll();
    }
    end.close();
    temporary.forEach(path -> path.toFile().delete());
  }

  /** The executors that are there, but for the driver. */
  static List<SparkExecutorInfo> present(JavaSparkContext context) {
    String driver = context.sc().env().blockManager().blockManagerId().hostPort();
    return Arrays.stream(context.statusTracker().getExecutorInfos())
        .filter(one -> !"%s:%s".formatted(one.host(), one.port()).equals(driver))
        .toList();
  }
}
