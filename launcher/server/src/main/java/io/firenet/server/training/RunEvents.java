package io.firenet.server.training;

import io.firenet.server.http.EventStream.Event;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to a run, for one client: epochs that it has not seen, and the state. */
final class RunEvents {

  private final ServedRun run;
  private @Nullable JsonObject told;

  RunEvents(ServedRun run) {
    this.run = run;
  }

  /**
   * The next epoch or the state, if they have changed; the id of both is the last epoch's number.
   */
  Optional<Event> next(long seen, int patienceMillis) throws InterruptedException {
    Optional<Event> event = look(Math.max(0, seen));
    if (event.isEmpty()) {
      Thread.sleep(patienceMillis); // another process writes: there is nothing to wait on
      event = look(Math.max(0, seen));
    }
    return event;
  }

  private Optional<Event> look(long seen) {
    List<JsonObject> epochs = run.epochs();
    if (epochs.size() > seen) {
      return Optional.of(new Event(seen + 1, "epoch", epochs.get((int) seen), false));
    }
    JsonObject now = run.summary().build();
    if (now.equals(told)) {
      return Optional.empty();
    }
    told = now;
    return Optional.of(new Event(Math.min(seen, epochs.size()), "state", now, false));
  }
}
