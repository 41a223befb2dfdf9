package io.firenet.server.queue;

import io.firenet.server.http.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one device: passes of networks, one at a time, each on all cores. Callers take
 * turns, whoever has asked for how many; their number is bounded, in all and for each.
 */
public final class PassQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PassQueue.class);

  /** Work that needs the device. */
  @FunctionalInterface
  public interface Pass {
    /** Does it; what goes wrong is the work's own matter. */
    void run(Ticket ticket);
  }

  /** Told of each pass that has run. */
  @FunctionalInterface
  public interface Meter {
    void passed(double waitedSeconds, double seconds);
  }

  private final int capacity;
  private final int capacityOfCaller;
  private final Meter meter;
  private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();
  private final Thread worker;
  private @Nullable Ticket running;
  private double usualSeconds = 1;
  private boolean stopping;

  /**
   * @param capacity most passes that wait
   */
  public PassQueue(int capacity, Meter meter) {
    this.capacity = capacity;
    this.capacityOfCaller = Math.max(1, capacity / 2);
    this.meter = meter;
    worker = new Thread(this::work, "firenet-passes");
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * Asks for a pass.
   *
   * @param caller who asks
   * @throws Refusal if too many wait, or the server is about to end
   */
  public synchronized Ticket submit(String caller, Pass pass) {
    if (stopping) {
      throw new Refusal(503, "the server is about to end and takes no more work");
    }
    Deque<Ticket> own = waiting.get(caller);
    if (waitingCount() >= capacity || (own != null && own.size() >= capacityOfCaller)) {
      int seconds = (int) Math.ceil(Math.min(600, Math.max(1, usualSeconds * waitingCount() / 2)));
      throw new Refusal(
          429, "too many jobs wait; try again in about %s s".formatted(seconds), seconds);
    }
    Ticket ticket = new Ticket(this, caller, pass);
    waiting.computeIfAbsent(caller, unseen -> new ArrayDeque<>()).add(ticket);
    notifyAll();
    return ticket;
  }

  /** How many wait. */
  public synchronized int waitingCount() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  /** Whether a pass runs. */
  public synchronized boolean isRunning() {
    return running != null;
  }

  /** How long a pass usually takes. */
  public synchronized double usualSeconds() {
    return usualSeconds;
  }

  synchronized int position(Ticket ticket) {
    record Place(int round, int turn, Ticket ticket) {}
    List<Place> places = new ArrayList<>();
    int turn = 0;
    for (Deque<Ticket> own : waiting.values()) {
      int round = 0;
      for (Ticket each : own) {
        places.add(new Place(round++, turn, each));
      }
      turn++;
    }
    places.sort(Comparator.comparingInt(Place::round).thenComparingInt(Place::turn));
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).ticket() == ticket) {
        return i + (running == null ? 0 : 1);
      }
    }
    return 0;
  }

  /** Takes a ticket that waits out. */
  void forget(Ticket ticket) {
    boolean removed;
    synchronized (this) {
      Deque<Ticket> own = waiting.get(ticket.caller());
      removed = own != null && own.remove(ticket);
      if (removed && own.isEmpty()) {
        waiting.remove(ticket.caller());
      }
    }
    if (removed) {
      ticket.ended().complete(null);
    }
  }

  private void work() {
    try {
      while (true) {
        Ticket ticket = next();
        if (ticket == null) {
          return;
        }
        run(ticket);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Ticket next() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (stopping) {
        return null;
      }
      wait();
    }
    Iterator<Map.Entry<String, Deque<Ticket>>> turns = waiting.entrySet().iterator();
    Map.Entry<String, Deque<Ticket>> turn = turns.next();
    turns.remove();
    Ticket ticket = turn.getValue().remove();
    if (!turn.getValue().isEmpty()) {
      waiting.put(turn.getKey(), turn.getValue()); // behind the others
    }
    running = ticket;
    return ticket;
  }

  private void run(Ticket ticket) {
    double waited = ticket.waitedSeconds();
    long begun = System.nanoTime();
    try {
      ticket.pass().run(ticket);
    } catch (RuntimeException | Error e) {
      LOG.error("a pass ended with {}", e.getClass().getName());
      LOG.debug("in full", e);
    } finally {
      double seconds = (System.nanoTime() - begun) / 1e9;
      synchronized (this) {
        running = null;
        usualSeconds += 0.2 * (seconds - usualSeconds);
        notifyAll();
      }
      meter.passed(waited, seconds);
      ticket.ended().complete(null);
    }
  }

  /** Takes no more work and gives up what waits; the pass that runs goes on. */
  public void stop() {
    List<Ticket> givenUp = new ArrayList<>();
    synchronized (this) {
      stopping = true;
      waiting.values().forEach(givenUp::addAll);
      notifyAll();
    }
    givenUp.forEach(Ticket::cancel);
  }

  /** Whether it was told to stop. */
  public synchronized boolean isStopping() {
    return stopping;
  }

  /** Stops, waits for the pass that runs and, if that takes too long, ends it. */
  public void stop(Duration patience) throws InterruptedException {
    stop();
    worker.join(patience.toMillis());
    Ticket late;
    synchronized (this) {
      late = running;
    }
    if (late != null) {
      late.cancel();
      worker.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop(Duration.ZERO.plusMillis(1));
  }
}
