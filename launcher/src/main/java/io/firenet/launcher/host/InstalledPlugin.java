package io.firenet.launcher.host;

import io.firenet.core.plugin.JarIdentity;
import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A jar in a plugins folder.
 *
 * @param source the file; symbolic name and version are empty if it is no bundle
 * @param identity absent if the file cannot be read, or was changed after it was signed
 * @param brings what it adds, if it runs
 * @param problems one line for each thing that keeps it, or part of it, from running
 */
public record InstalledPlugin(
    PluginSource source,
    Optional<JarIdentity> identity,
    List<PluginInfo> brings,
    List<String> problems) {

  public InstalledPlugin {
    brings = List.copyOf(brings);
    problems = List.copyOf(problems);
  }

  /** Whether it adds anything. */
  public boolean runs() {
    return !brings.isEmpty();
  }

  /** What it adds, for people: {@code dataset knee, dataset hip}. */
  public String describeBrings() {
    return brings.stream()
        .map(each -> each.kind() + " " + each.name())
        .collect(Collectors.joining(", "));
  }
}
