package io.firenet.launcher.host;

import io.firenet.core.io.FileErrors;
import io.firenet.core.plugin.Fence;
import io.firenet.core.plugin.FencedImageFormat;
import io.firenet.core.plugin.FencedLayout;
import io.firenet.core.plugin.JarIdentity;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.FolderLayouts;
import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * One plugin jar in the framework, or what keeps it out. It is checked and run as a private copy:
 * whoever writes to the jar meanwhile changes neither what was checked nor what runs.
 */
final class PluginBundle {

  private final Path file;
  private final @Nullable FileState state;
  private final List<String> problems = new ArrayList<>();
  private final List<Runnable> withdrawals = new ArrayList<>();
  private final Set<Object> mute = Collections.newSetFromMap(new IdentityHashMap<>());
  private PluginSource source;
  private @Nullable JarIdentity identity;
  private @Nullable Bundle bundle;
  private boolean isTwin;

  private record FileState(FileTime modified, long size) {

    static @Nullable FileState of(Path file) {
      try {
        return new FileState(Files.getLastModifiedTime(file), Files.size(file));
      } catch (IOException e) {
        return null; // why, whoever reads it will say
      }
    }
  }

  private PluginBundle(Path file) {
    this.file = file;
    state = FileState.of(file); // before it is read: what changes from here on is a change
    source = new PluginSource("", "", file.toString());
  }

  /**
   * Takes a jar into the framework without running anything of it.
   *
   * @param copy where its copy goes
   * @param others what is in the framework already
   */
  static PluginBundle install(
      BundleContext context,
      Path file,
      Path copy,
      TrustPolicy trust,
      Collection<PluginBundle> others) {
    PluginBundle plugin = new PluginBundle(file);
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new PluginException(file + ": expected a jar, this is no regular file");
      }
      Files.copy(file, copy);
      plugin.check(copy, trust);
      plugin.bundle = context.installBundle("reference:" + copy.toUri());
    } catch (PluginException e) {
      plugin.problems.add(e.getMessage());
    } catch (IOException e) {
      plugin.add("cannot be loaded (%s)", FileErrors.describe(e));
    } catch (BundleException e) {
      if (e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR) {
        plugin.isTwin = true;
        plugin.add(
            "the same plugin is there already, %s; remove one of the two", plugin.twin(others));
      } else {
        plugin.add("cannot be installed (%s); build it with bnd-maven-plugin", e.getMessage());
      }
    } catch (RuntimeException | Error e) { // the framework's parser met what it did not expect
      plugin.add("cannot be installed (%s); build it with bnd-maven-plugin", Fence.words(e));
    }
    return plugin;
  }

  private void check(Path copy, TrustPolicy trust) throws IOException {
    JarBounds.check(copy, file);
    Optional<PluginSource> named = PluginManifest.read(copy, file);
    source = named.orElse(source);
    identity = JarIdentity.of(copy, file.toString());
    if (named.isEmpty()) {
      throw new PluginException(
          file
              + ": not a plugin, its manifest has no Bundle-SymbolicName; build it with"
              + " bnd-maven-plugin, or take it out of the plugins folder");
    }
    trust.check(file, identity);
  }

  /** Starts the bundle and registers the providers that its manifest declares. */
  void start(Bundle framework) {
    if (bundle == null) {
      return;
    }
    Bundle started = bundle;
    Fence fence = new Fence(source);
    try {
      UnmetRequirements requirements = new UnmetRequirements(started, framework);
      Optional<String> unmet = fence.ask("the bundle's start", () -> start(started, requirements));
      unmet.ifPresentOrElse(
          line -> problems.add(file + ": " + line),
          () -> problems.addAll(new BundleProviders(started, fence).register()));
      for (Object provider : providers()) {
        share(provider);
      }
    } catch (PluginException e) {
      problems.add(e.getMessage());
    }
  }

  private static Optional<String> start(Bundle bundle, UnmetRequirements requirements) {
    try {
      bundle.start();
      return Optional.empty();
    } catch (BundleException e) {
      return Optional.of(requirements.explain(e));
    }
  }

  /** Makes image formats and layouts known, which all of the process share. */
  private void share(Object provider) {
    try {
      if (provider instanceof ImageFormatProvider format) {
        FencedImageFormat fenced = new FencedImageFormat(source, format);
        requireNew("an image format", fenced.name(), ImageFormats.all(), ImageFormatProvider::name);
        ImageFormats.install(fenced);
        withdrawals.add(() -> ImageFormats.uninstall(fenced));
      }
      if (provider instanceof FolderLayout layout) {
        FencedLayout fenced = new FencedLayout(source, layout);
        requireNew("a layout", fenced.name(), FolderLayouts.all(), FolderLayout::name);
        FolderLayouts.install(fenced);
        withdrawals.add(() -> FolderLayouts.uninstall(fenced));
      }
    } catch (PluginException e) {
      leaveOut(provider, e.getMessage());
    }
  }

  private <T> void requireNew(String kind, String name, List<T> known, Function<T, String> names) {
    if (known.stream().map(names).anyMatch(name::equalsIgnoreCase)) {
      throw new PluginException(
          "%s: there is %s '%s' already; give this one another name, or take one of the two away"
              .formatted(file, kind, name));
    }
  }

  /** Ends the use of what all of the process share. */
  void withdraw() {
    withdrawals.forEach(Runnable::run);
    withdrawals.clear();
  }

  /** Stops the bundle and takes it out of the framework. */
  void uninstall() {
    withdraw();
    Bundle stopped = bundle;
    bundle = null;
    if (stopped == null) {
      return;
    }
    try {
      new Fence(source)
          .ask(
              "the bundle's stop",
              () -> {
                stopped.uninstall();
                return stopped;
              });
    } catch (PluginException e) {
      problems.add(e.getMessage());
    }
  }

  /** Whether the file is as it was when it was read. */
  boolean isCurrent() {
    return state != null && state.equals(FileState.of(file));
  }

  /** Whether only another jar with the same plugin in the same version keeps it out. */
  boolean isTwin() {
    return isTwin;
  }

  private String twin(Collection<PluginBundle> others) {
    return others.stream()
        .filter(each -> each.bundle != null && each.source.bundle().equals(source.bundle()))
        .map(each -> each.source.toString())
        .findFirst()
        .orElse("in this version");
  }

  PluginSource source() {
    return source;
  }

  Optional<JarIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  List<String> problems() {
    return problems;
  }

  /** The provider objects that the running bundle has registered and that answer. */
  List<Object> providers() {
    return bundle == null
        ? List.of()
        : BundleProviders.of(bundle).stream().filter(each -> !mute.contains(each)).toList();
  }

  /** Asks a provider nothing any more: it would take the time of every later question. */
  void leaveOut(Object provider, String problem) {
    mute.add(provider);
    problems.add(problem);
  }

  private void add(String format, String detail) {
    problems.add(file + ": " + format.formatted(detail));
  }
}
