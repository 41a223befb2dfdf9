package io.firenet.server.metrics;

import io.firenet.server.http.RouteList;
import io.firenet.server.model.LoadedModels;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.storage.TemporaryFolder;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and passes, and tells of them in Prometheus' text form, {@code /metrics}. */
public final class Metrics implements PassQueue.Meter {

  private static final Path LINUX = Path.of("/proc/self/status");

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder passes = new LongAdder();
  private final LongAdder passMicros = new LongAdder();
  private final LongAdder waitMicros = new LongAdder();

  @Override
  public void passed(double waitedSeconds, double seconds) {
    passes.increment();
    passMicros.add((long) (seconds * 1e6));
    waitMicros.add((long) (waitedSeconds * 1e6));
  }

  /** Counts a request that has been answered. */
  public void answered(Context ctx) {
    HandlerType method = ctx.method();
    // names that callers make up would fill the memory
    String name = HandlerType.commonHttp().contains(method) ? method.name() : "other";
    String labels = "{method=\"%s\",code=\"%s\"}".formatted(name, ctx.statusCode());
    requests.computeIfAbsent(labels, unseen -> new LongAdder()).increment();
  }

  /** Adds the route that tells of them. */
  public void addTo(
      RouteList routes, PassQueue queue, LoadedModels models, TemporaryFolder temporary) {
    routes.get(
        "/metrics",
        ctx ->
            ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(text(queue, models, temporary)));
  }

  private String text(PassQueue queue, LoadedModels models, TemporaryFolder temporary) {
    Page page = new Page();
    page.head("firenet_http_requests_total", "counter", "Requests that were answered.");
    requests.forEach(
        (labels, count) -> page.value("firenet_http_requests_total" + labels, count.sum()));
    page.one("firenet_queue_waiting", "gauge", "Passes that wait.", queue.waitingCount());
    page.one("firenet_passes_running", "gauge", "Passes that run.", queue.isRunning() ? 1 : 0);
    page.summary("firenet_pass_seconds", "Time that passes took.", passMicros.sum(), passes.sum());
    page.summary(
        "firenet_pass_wait_seconds", "Time that passes waited.", waitMicros.sum(), passes.sum());
    page.one("firenet_models_loaded", "gauge", "Models in memory.", models.count());
    page.one(
        "firenet_temporary_bytes",
        "gauge",
        "Bytes of images and results on disk.",
        temporary.usedBytes());
    residentBytes()
        .ifPresent(
            bytes -> page.one("process_resident_memory_bytes", "gauge", "Resident memory.", bytes));
    return page.text.toString();
  }

  private static final class Page {
    private final StringBuilder text = new StringBuilder();

    void head(String name, String type, String help) {
      text.append("# HELP %s %s\n# TYPE %1$s %s\n".formatted(name, help, type));
    }

    void value(String name, long value) {
      text.append(name).append(' ').append(value).append('\n');
    }

    void one(String name, String type, String help, long value) {
      head(name, type, help);
      value(name, value);
    }

    void summary(String name, String help, long micros, long count) {
      head(name, "summary", help);
      text.append(String.format(Locale.ROOT, "%s_sum %.6f%n", name, micros / 1e6));
      value(name + "_count", count);
    }
  }

  /** Memory of this process; empty where the system does not tell. */
  private static OptionalLong residentBytes() {
    try {
      for (String line : Files.readAllLines(LINUX)) {
        if (line.startsWith("VmRSS:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        }
      }
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}
