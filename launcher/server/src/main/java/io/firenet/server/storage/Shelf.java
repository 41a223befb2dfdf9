package io.firenet.server.storage;

import io.firenet.server.http.Refusal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Things that callers know by ids which nobody can guess, and that go when nobody asks for them.
 */
public final class Shelf<T> {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 15;

  private final String what;
  private final Clock clock;
  private final Duration keep;
  private final Map<String, Kept<T>> all = new HashMap<>();

  private static final class Kept<T> {
    final T thing;
    Instant usedAt;

    Kept(T thing, Instant usedAt) {
      this.thing = thing;
      this.usedAt = usedAt;
    }
  }

  /**
   * @param what what the things are called, for messages
   * @param keep how long a thing that nobody asks for is kept
   */
  public Shelf(String what, Clock clock, Duration keep) {
    this.what = what;
    this.clock = clock;
    this.keep = keep;
  }

  /** A new id. */
  public static String newId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  public synchronized void put(String id, T thing) {
    all.put(id, new Kept<>(thing, clock.instant()));
  }

  /**
   * The thing of an id, which is kept longer by that.
   *
   * @throws Refusal if there is none
   */
  public synchronized T get(String id) {
    Kept<T> kept = all.get(id);
    if (kept == null) {
      throw Refusal.unknown(what, id.length() > 40 ? id.substring(0, 40) + "…" : id);
    }
    kept.usedAt = clock.instant();
    return kept.thing;
  }

  /**
   * Takes a thing away.
   *
   * @throws Refusal if there is none
   */
  public synchronized T remove(String id) {
    T thing = get(id);
    all.remove(id);
    return thing;
  }

  /** Everything there is. */
  public synchronized List<T> all() {
    return all.values().stream().map(kept -> kept.thing).toList();
  }

  /** Takes away what nobody has asked for in time, but for what is in use. */
  public synchronized List<T> removeExpired(Predicate<T> inUse) {
    Instant limit = clock.instant().minus(keep);
    List<T> expired = new ArrayList<>();
    all.values()
        .removeIf(
            kept -> {
              boolean old = kept.usedAt.isBefore(limit) && !inUse.test(kept.thing);
              if (old) {
                expired.add(kept.thing);
              }
              return old;
            });
    return expired;
  }
}
