package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.TrustPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.internal.DirectoryWatcher;
import org.apache.felix.fileinstall.internal.FileInstall;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * Keeps a host in step with some folders. Apache Felix File Install watches them and reports a file
 * once it has stopped changing; what is done about it, the host decides. A jar that was copied too
 * slowly is refused first and taken when it is whole.
 */
final class FolderWatch implements ArtifactInstaller {

  private static final int POLL_MILLIS = 500;

  private final List<Path> folders;
  private final Consumer<PluginEvent> listener;
  // Not run as a bundle: that would give it an ArtifactInstaller of its own, which this is not.
  private final FileInstall fileInstall = new FileInstall();
  private @Nullable FelixPluginHost host;

  FolderWatch(List<Path> folders, Consumer<PluginEvent> listener) throws IOException {
    this.listener = listener;
    this.folders = new ArrayList<>();
    for (Path folder : folders) {
      if (folder.toString().contains(",")) {
        throw new PluginException(folder + ": a folder with a comma in its name cannot be watched");
      }
      this.folders.add(folder.toRealPath()); // as File Install will name it
    }
  }

  /** Every jar in the folders. */
  List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path folder : folders) {
      jars.addAll(FelixPluginHost.jarsIn(folder));
    }
    return jars;
  }

  /** What File Install reads from the framework's settings. */
  Map<String, String> settings(Path cache) {
    return Map.of(
        DirectoryWatcher.DIR,
        folders.stream().map(Path::toString).collect(Collectors.joining(",")),
        DirectoryWatcher.FILTER,
        FelixPluginHost.JAR + "|" + TrustPolicy.FOLDER_LIST,
        DirectoryWatcher.POLL,
        String.valueOf(POLL_MILLIS),
        DirectoryWatcher.TMPDIR,
        cache.resolve("fileinstall").toString(),
        DirectoryWatcher.SUBDIR_MODE,
        "skip",
        DirectoryWatcher.START_NEW_BUNDLES,
        "false",
        DirectoryWatcher.DISABLE_NIO2,
        "true", // looking at a few files is cheap, and works on network drives too
        DirectoryWatcher.LOG_LEVEL,
        "0");
  }

  /** Begins to watch. */
  void start(FelixPluginHost started) {
    host = started;
    BundleContext context = started.framework().getBundleContext();
    context.registerService(ArtifactInstaller.class, this, null);
    try {
      fileInstall.start(context);
    } catch (Exception e) {
      throw new PluginException("the plugin folders cannot be watched: " + e.getMessage(), e);
    }
  }

  void close() {
    try {
      fileInstall.stop(host.framework().getBundleContext());
    } catch (Exception e) {
      throw new PluginException("watching does not stop: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean canHandle(File artifact) {
    return true;
  }

  @Override
  public void install(File artifact) {
    changed(artifact.toPath());
  }

  @Override
  public void update(File artifact) {
    changed(artifact.toPath());
  }

  @Override
  public void uninstall(File artifact) {
    changed(artifact.toPath());
  }

  /** File Install has a thread per folder. */
  private synchronized void changed(Path file) {
    Inventory before = host.inventory();
    if (!file.toString().endsWith(".jar")) { // the folder's allowlist
      host.reload(jar -> file.resolveSibling(jar.getFileName()).equals(jar));
    } else if (Files.exists(file)) {
      host.update(file);
    } else {
      host.remove(file);
    }
    PluginEvent.between(before, host.inventory()).forEach(listener);
  }
}
