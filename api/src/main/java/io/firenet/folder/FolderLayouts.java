package io.firenet.folder;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.FolderLayout.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of folders that are known, and which of them a folder has: those on the class path,
 * and those that a host of plugins has brought in.
 */
public final class FolderLayouts {

  /** As with {@link io.firenet.format.ImageFormats}: datasets of all plugins ask for them. */
  private static final List<FolderLayout> ADDED = new CopyOnWriteArrayList<>();

  private FolderLayouts() {}

  /** {@return every layout, those of the class path first} */
  public static List<FolderLayout> all() {
    List<FolderLayout> all = new ArrayList<>();
    ClassLoader own = FolderLayout.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    collect(own, all);
    if (context != null && context != own) {
      collect(context, all);
    }
    all.addAll(ADDED);
    return List.copyOf(all);
  }

  private static void collect(@Nullable ClassLoader loader, List<FolderLayout> found) {
    for (FolderLayout layout : ServiceLoader.load(FolderLayout.class, loader)) {
      if (found.stream().noneMatch(each -> each.getClass() == layout.getClass())) {
        found.add(layout);
      }
    }
  }

  /**
   * Brings a layout in that no {@link ServiceLoader} finds, for the whole process, until it is
   * taken out; for hosts of plugins. Layouts that are there already keep their names.
   *
   * @param layout asked after those that are there already
   */
  public static void install(FolderLayout layout) {
    ADDED.add(layout);
  }

  /**
   * Takes a layout out that was brought in.
   *
   * @param layout the very object that was brought in; another one changes nothing
   */
  public static void uninstall(FolderLayout layout) {
    ADDED.removeIf(each -> each == layout);
  }

  /**
   * The layout of a folder.
   *
   * @param asked the name of the one that a user wants, if any
   * @param who what the folder is to be, for messages: {@code dataset 'knee'}
   * @throws InvalidDatasetException if it has none, or several
   */
  static FolderLayout of(DatasetFolder folder, Optional<String> asked, String who)
      throws IOException {
    List<FolderLayout> layouts = all();
    if (!Files.isDirectory(folder.path())) {
      throw new InvalidDatasetException(
          "%s: %s expects a folder, found %s"
              .formatted(
                  folder,
                  who,
                  Files.exists(folder.path()) ? "a file; name the folder" : "no such folder"));
    }
    if (asked.isPresent()) {
      return named(asked.get(), layouts);
    }
    List<FolderLayout> certain = new ArrayList<>();
    List<FolderLayout> possible = new ArrayList<>();
    for (FolderLayout layout : layouts) {
      Evidence evidence = layout.evidence(folder);
      if (evidence == Evidence.CERTAIN) {
        certain.add(layout);
      } else if (evidence == Evidence.POSSIBLE) {
        possible.add(layout);
      }
    }
    List<FolderLayout> fitting = certain.isEmpty() ? possible : certain;
    if (fitting.size() > 1) {
      throw new InvalidDatasetException(
          "%s: has the layouts %s at once; say which is meant with NAME:layout=%s=DIR"
              .formatted(folder, names(fitting), fitting.get(0).name()));
    } else if (fitting.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: %s expects a folder with %s, found %s"
              .formatted(folder, who, hallmarks(layouts), whatIsThere(folder, layouts)));
    }
    return fitting.get(0);
  }

  private static FolderLayout named(String name, List<FolderLayout> layouts)
      throws InvalidDatasetException {
    return layouts.stream()
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidDatasetException(
                    "layout=%s: there is no such layout; there are %s"
                        .formatted(name, names(layouts))));
  }

  static String names(List<FolderLayout> layouts) {
    return layouts.stream().map(FolderLayout::name).sorted().collect(Collectors.joining(", "));
  }

  private static String hallmarks(List<FolderLayout> layouts) {
    return layouts.stream().map(FolderLayout::hallmark).collect(Collectors.joining(", or "));
  }

  private static String whatIsThere(DatasetFolder folder, List<FolderLayout> layouts)
      throws IOException {
    List<Path> inside = folder.folders();
    for (Path child : inside) {
      if (isDataset(new DatasetFolder(child), layouts)) {
        return "one in its subfolder; name that one: " + child;
      }
    }
    Path parent = folder.path().getParent();
    if (parent != null && isDataset(new DatasetFolder(parent), layouts)) {
      return "none, but one in the folder above; name that one: " + parent;
    }
    try (Stream<Path> children = Files.list(folder.path())) {
      return children.findAny().isEmpty()
          ? "it empty; unpack the dataset's archive and name the folder that it makes"
          : "none; unpack the dataset's archive and name the folder that it makes";
    }
  }

  private static boolean isDataset(DatasetFolder folder, List<FolderLayout> layouts) {
    try {
      for (FolderLayout layout : layouts) {
        if (layout.evidence(folder) != Evidence.NONE) {
          return true;
        }
      }
    } catch (IOException e) {
      return folder.hasListing(); // damaged: whoever opens it will say so
    }
    return false;
  }
}
