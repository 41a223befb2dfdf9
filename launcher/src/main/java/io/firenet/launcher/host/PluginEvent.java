package io.firenet.launcher.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a plugin jar while its folder was watched.
 *
 * @param kind what happened
 * @param plugin the jar as it is now, or was before it went
 * @param detail in words, beginning with the jar's path
 */
public record PluginEvent(Kind kind, InstalledPlugin plugin, String detail) {

  /** What can happen. */
  public enum Kind {
    /** It brings something from now on. */
    ADDED,
    /** What it brings is replaced. */
    UPDATED,
    /** It brings nothing any more. */
    REMOVED,
    /** All or a part of it cannot be used. */
    REFUSED
  }

  /** What must have happened between two moments. */
  static List<PluginEvent> between(Inventory before, Inventory after) {
    Map<String, InstalledPlugin> old = byFile(before);
    Map<String, InstalledPlugin> now = byFile(after);
    List<PluginEvent> events = new ArrayList<>();
    for (InstalledPlugin plugin : before.plugins()) {
      InstalledPlugin same = now.get(plugin.source().file());
      if (same == null || (plugin.runs() && !same.runs())) {
        events.add(of(Kind.REMOVED, plugin));
      }
    }
    for (InstalledPlugin plugin : after.plugins()) {
      compare(old.get(plugin.source().file()), plugin, events);
    }
    return events;
  }

  private static void compare(
      @Nullable InstalledPlugin old, InstalledPlugin now, List<PluginEvent> events) {
    if (now.equals(old)) {
      return;
    }
    if (now.runs()) {
      events.add(of(old != null && old.runs() ? Kind.UPDATED : Kind.ADDED, now));
    }
    for (String problem : now.problems()) {
      events.add(new PluginEvent(Kind.REFUSED, now, problem));
    }
  }

  private static PluginEvent of(Kind kind, InstalledPlugin plugin) {
    String what = plugin.runs() ? ": " + plugin.describeBrings() : "";
    return new PluginEvent(kind, plugin, plugin.source() + what);
  }

  private static Map<String, InstalledPlugin> byFile(Inventory inventory) {
    return inventory.plugins().stream()
        .collect(Collectors.toMap(plugin -> plugin.source().file(), Function.identity()));
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%-7s  %s", kind.name().toLowerCase(Locale.ROOT), detail);
  }
}
