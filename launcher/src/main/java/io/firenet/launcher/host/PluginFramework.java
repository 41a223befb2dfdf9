package io.firenet.launcher.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.launch.Framework;

/** Apache Felix, set up for plugins: it offers them the API and the JDK. */
final class PluginFramework {

  // Plugins ask for this, since they are to be registered from their manifest.
  private static final String REGISTRAR =
      "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=1.0";

  private PluginFramework() {}

  /**
   * Starts an empty framework.
   *
   * @param cache a folder to write to
   * @param more further settings
   */
  static Framework start(Path cache, Map<String, String> more) throws IOException, BundleException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put(Constants.FRAMEWORK_STORAGE, cache.resolve("felix").toString());
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, ApiPackages.exported());
    settings.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, REGISTRAR);
    settings.put("felix.log.level", "0");
    Framework framework = new FrameworkFactory().newFramework(settings);
    framework.start();
    framework.getBundleContext().registerService(WeavingHook.class, new ExitBan(), null);
    return framework;
  }
}
