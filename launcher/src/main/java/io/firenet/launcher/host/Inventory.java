package io.firenet.launcher.host;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.folder.FolderLayout;
import io.firenet.format.ImageFormatProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What a host runs at one moment.
 *
 * @param registry the datasets, decoder heads, networks, image formats and layouts, those networks
 *     of this program among them
 * @param plugins every jar, in the order in which they may claim a name
 */
public record Inventory(PluginRegistry registry, List<InstalledPlugin> plugins) {

  public Inventory {
    plugins = List.copyOf(plugins);
  }

  /** Asks every plugin what it brings; the first to claim a name has it. */
  static Inventory of(Collection<PluginBundle> bundles) {
    PluginRegistry.Builder builder = new PluginRegistry.Builder();
    Map<PluginBundle, List<String>> problems = new LinkedHashMap<>();
    for (PluginBundle bundle : bundles) {
      List<String> lines = new ArrayList<>(bundle.problems());
      for (Object provider : bundle.providers()) {
        try {
          add(builder, provider, bundle.source());
        } catch (PluginException e) {
          String line = e.getMessage().lines().findFirst().orElse("");
          lines.add(line);
          if (e.getCause() instanceof TimeoutException) {
            bundle.leaveOut(provider, line);
          }
        }
      }
      problems.put(bundle, lines);
    }
    PluginRegistry registry = builder.build();
    return new Inventory(
        registry,
        problems.entrySet().stream()
            .map(each -> installed(each.getKey(), each.getValue(), registry))
            .toList());
  }

  private static void add(PluginRegistry.Builder builder, Object provider, PluginSource source) {
    if (provider instanceof DatasetProvider dataset) {
      builder.add(dataset, source);
    }
    if (provider instanceof DecoderProvider decoder) {
      builder.add(decoder, source);
    }
    if (provider instanceof NetworkProvider network) {
      builder.add(network, source);
    }
    if (provider instanceof ImageFormatProvider format) {
      builder.add(format, source);
    }
    if (provider instanceof FolderLayout layout) {
      builder.add(layout, source);
    }
  }

  private static InstalledPlugin installed(
      PluginBundle bundle, List<String> problems, PluginRegistry registry) {
    List<PluginInfo> brings =
        registry.plugins().stream().filter(info -> info.source().equals(bundle.source())).toList();
    return new InstalledPlugin(bundle.source(), bundle.identity(), brings, problems);
  }

  /** Every problem of every jar, a line each. */
  public List<String> problems() {
    return plugins.stream().flatMap(plugin -> plugin.problems().stream()).toList();
  }
}
