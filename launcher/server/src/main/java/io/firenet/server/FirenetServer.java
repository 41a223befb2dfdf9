package io.firenet.server;

import io.firenet.format.ImageFormats;
import io.firenet.server.ServerOptions.Content;
import io.firenet.server.http.Access;
import io.firenet.server.http.EventStream;
import io.firenet.server.http.Failures;
import io.firenet.server.http.Page;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.RestOfRequest;
import io.firenet.server.http.RouteList;
import io.firenet.server.image.ImageRoutes;
import io.firenet.server.image.ImageStore;
import io.firenet.server.image.Studies;
import io.firenet.server.image.StudyRoutes;
import io.firenet.server.job.JobRoutes;
import io.firenet.server.job.JobStore;
import io.firenet.server.job.ModelPass;
import io.firenet.server.job.ProbabilityPass;
import io.firenet.server.job.ResultRoutes;
import io.firenet.server.kserve.KserveRoutes;
import io.firenet.server.metrics.Metrics;
import io.firenet.server.model.LoadedModels;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ModelRoutes;
import io.firenet.server.monai.MonaiRoutes;
import io.firenet.server.monai.TrainingTasks;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.server.storage.Uploads;
import io.firenet.server.training.ExperimentRoutes;
import io.firenet.server.training.RunList;
import io.firenet.server.training.RunRoutes;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A server of models, images and runs.
 *
 * <pre>{@code
 * try (FirenetServer server = FirenetServer.start(options)) {
 *   System.out.println(server.address());
 *   …
 * }
 * }</pre>
 */
public final class FirenetServer implements AutoCloseable {

  /** How long a pass that runs may go on when the server is to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final int MOST_THREADS = 160;
  private static final int MOST_PARTS = 20_000;

  private final ServerOptions options;
  private final Access access;
  private final TemporaryFolder temporary;
  private final MemoryGate memory;
  private final Metrics metrics = new Metrics();
  private final PassQueue queue;
  private final ModelList models;
  private final LoadedModels loaded;
  private final ModelPass pass;
  private final ImageStore images;
  private final JobStore jobs;
  private final RunList runs;
  private final MonaiRoutes monai;
  private final Javalin javalin;
  private final ScheduledExecutorService housekeeping;
  private List<RouteList.Route> routes = List.of();

  private FirenetServer(ServerOptions options, Clock clock) throws IOException {
    this.options = options;
    Limits limits = options.limits();
    Content content = options.content();
    access =
        new Access(
            options.access().token(), options.access().hostNames(), options.access().corsOrigins());
    temporary =
        TemporaryFolder.create(
            Path.of(System.getProperty("java.io.tmpdir")), limits.temporaryBytes());
    memory = new MemoryGate(limits.readingBytes());
    queue = new PassQueue(limits.queue(), metrics);
    List<Path> folders = new ArrayList<>(content.modelFolders());
    content.studies().map(TrainingTasks::models).ifPresent(folders::add);
    models = new ModelList(content.models(), folders);
    loaded = new LoadedModels(options.inference(), clock, limits.idle());
    pass = new ModelPass(loaded);
    images =
        new ImageStore(
            temporary, memory, limits.cacheBytes(), limits.uploadBytes(), clock, limits.keep());
    jobs = new JobStore(temporary, images, models, queue, pass, clock, limits.keep());
    runs = new RunList(content.runs());
    monai = new MonaiRoutes(content.studies(), temporary, memory, runs, options.training());
    javalin = Javalin.create(this::configure);
    housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "firenet-housekeeping");
              thread.setDaemon(true);
              return thread;
            });
  }

  private void addRoutes(RouteList list) {
    Uploads uploads = new Uploads(temporary, options.limits().uploadBytes());
    EventStream events = new EventStream();
    Studies studies = new Studies(options.content().studies());
    new ServerRoutes(options, access, loaded).addTo(list);
    new ModelRoutes(models, loaded).addTo(list);
    new ImageRoutes(images, uploads).addTo(list);
    new StudyRoutes(studies, images).addTo(list);
    new JobRoutes(jobs, events).addTo(list);
    new ResultRoutes(jobs, uploads, memory, new ProbabilityPass(queue, pass, images)).addTo(list);
    new RunRoutes(runs, events).addTo(list);
    new ExperimentRoutes(options.content().experiments()).addTo(list);
    metrics.addTo(list, queue, loaded, temporary);
    monai.addTo(list, options.software(), access, models, images, pass, queue, uploads, temporary);
    new KserveRoutes(
            options.software(), models, pass, queue, memory, options.limits().uploadBytes())
        .addTo(list);
    new Page().addTo(list); // last, as its files lie at the root
  }

  /**
   * Starts one.
   *
   * @throws IOException if it cannot listen where it should
   */
  public static FirenetServer start(ServerOptions options) throws IOException {
    return start(options, Clock.systemUTC());
  }

  static FirenetServer start(ServerOptions options, Clock clock) throws IOException {
    FirenetServer server = new FirenetServer(options, clock);
    try {
      server.listen();
      return server;
    } catch (JavalinBindException e) {
      server.close();
      throw new IOException(
          "cannot listen at %s:%s, another program does; choose another with --port"
              .formatted(options.host(), options.port()),
          e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    javalin.start(options.host(), options.port());
    var unusedOften =
        housekeeping.scheduleWithFixedDelay(jobs::cancelForsaken, 500, 250, TimeUnit.MILLISECONDS);
    var unusedSeldom = housekeeping.scheduleWithFixedDelay(this::tidy, 5, 5, TimeUnit.SECONDS);
  }

  /** Forgets what has expired and frees what is idle. */
  void tidy() {
    jobs.removeExpired();
    images.removeExpired();
    loaded.unloadIdle();
  }

  private void configure(JavalinConfig config) {
    config.router.ignoreTrailingSlashes = true; // before there are routes, which take it over
    RouteList list = new RouteList(config);
    Failures.install(config);
    new Gatekeeper(access, queue, list).install(config.routes);
    config.routes.after(metrics::answered);
    addRoutes(list);
    routes = list.all();
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
    threads.setName("firenet-http");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setUriCompliance(UriCompliance.DEFAULT);
          http.setSendServerVersion(false);
          http.setSendDateHeader(true);
        });
    config.jetty.modifyServletContextHandler(
        context -> {
          context.setMaxFormKeys(MOST_PARTS);
        });
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(5000);
          server.setHandler(new RestOfRequest());
        });
  }

  /** Where it listens, {@code http://127.0.0.1:8080/}. */
  public String address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://%s:%s/".formatted(host, javalin.port());
  }

  /**
   * Opens an image and has a model segment it.
   *
   * @return the address of the page that shows both
   * @throws IOException if the image cannot be read
   */
  public String show(Path image, String model) throws IOException {
    try {
      String id = images.add(ImageFormats.stem(image), List.of(image)).id();
      String job = jobs.add(id, model);
      return "%s#images?image=%s&job=%s&model=%s".formatted(address(), id, job, model);
    } catch (Refusal e) {
      throw new IOException("%s: %s".formatted(image, e.getMessage()), e);
    }
  }

  /** Whether a pass runs. */
  boolean isBusy() {
    return queue.isRunning();
  }

  /** Whether it takes no more work. */
  boolean isStopping() {
    return queue.isStopping();
  }

  /** Every route, for the test that compares them with their description. */
  List<RouteList.Route> routes() {
    return routes;
  }

  /** Where its files are. */
  Path temporaryFolder() {
    return temporary.root();
  }

  /**
   * Ends it: what waits is given up and new work refused, the pass that runs ends and is answered,
   * then the temporary folder goes.
   */
  @Override
  public void close() throws IOException {
    try {
      queue.stop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    housekeeping.shutdownNow();
    monai.close();
    javalin.stop();
    loaded.close();
    temporary.close();
  }
}
