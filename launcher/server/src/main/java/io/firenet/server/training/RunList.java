package io.firenet.server.training;

import io.firenet.server.http.Refusal;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs that are shown; a training that the server starts joins them. */
public final class RunList {

  private final List<ServedRun> runs = new CopyOnWriteArrayList<>();

  public RunList(List<Path> folders) {
    folders.forEach(this::add);
  }

  /**
   * Shows one more.
   *
   * @return what it is called: its folder's name, with a number if there is another of that name
   */
  public synchronized String add(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    String name = String.valueOf(absolute.getFileName()).replaceAll("[^A-Za-z0-9._-]+", "-");
    List<String> taken = new ArrayList<>();
    runs.forEach(run -> taken.add(run.name()));
    String unique = name;
    for (int i = 2; taken.contains(unique); i++) {
      unique = name + "-" + i;
    }
    runs.add(new ServedRun(unique, absolute));
    return unique;
  }

  /** What a list shows of a run. */
  public JsonObject summary(String name) {
    return get(name).summary().build();
  }

  /** The best mean of the validation scores so far; 0 if there is none. */
  public double bestScore(String name) {
    return get(name).epochs().stream()
        .mapToDouble(ServedRun::score)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  List<ServedRun> all() {
    return List.copyOf(runs);
  }

  ServedRun get(String name) {
    return runs.stream()
        .filter(run -> run.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("run", name));
  }
}
