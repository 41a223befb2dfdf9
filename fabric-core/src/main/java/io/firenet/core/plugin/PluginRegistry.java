package io.firenet.core.plugin;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.io.FileErrors;
import io.firenet.core.plugin.PluginInfo.Kind;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.Naming;
import io.firenet.decoder.DecoderProvider;
import io.firenet.folder.DeclaredDataset;
import io.firenet.folder.DeclaredDatasets;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.FolderLayouts;
import io.firenet.format.ImageFormatProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The datasets, decoder heads, networks, image formats and layouts that are at hand, by name.
 * Immutable; see {@link Builder}.
 */
public final class PluginRegistry {

  private record Entry<P>(P provider, PluginInfo info) {}

  private final Map<String, Entry<DatasetProvider>> datasets;
  private final Map<String, DeclaredDataset> declared;
  private final Map<String, Entry<DecoderProvider>> decoders;
  private final Map<String, Entry<NetworkProvider>> networks;
  private final Map<String, Entry<ImageFormatProvider>> formats;
  private final Map<String, Entry<FolderLayout>> layouts;

  private PluginRegistry(Builder builder) {
    datasets = Collections.unmodifiableMap(new TreeMap<>(builder.datasets));
    declared = Map.copyOf(builder.declared);
    decoders = Collections.unmodifiableMap(new TreeMap<>(builder.decoders));
    networks = Collections.unmodifiableMap(new TreeMap<>(builder.networks));
    formats = Collections.unmodifiableMap(new TreeMap<>(builder.formats));
    layouts = Collections.unmodifiableMap(new TreeMap<>(builder.layouts));
  }

  /**
   * The plugins on the class path, those of {@link ServiceLoader} and the datasets that jars
   * declare without code.
   *
   * @return each of them behind a {@link Fence}
   * @throws PluginException if one is there twice or cannot be created
   */
  public static PluginRegistry fromClassPath() {
    Builder builder = new Builder();
    for (DeclaredDatasets.Found found : declaredOnClassPath()) {
      PluginSource source = new PluginSource("", "", found.location().toString());
      builder.add(found.dataset(), source);
    }
    for (DatasetProvider provider : ServiceLoader.load(DatasetProvider.class)) {
      builder.add(provider, PluginSource.classPath(provider.getClass()));
    }
    for (DecoderProvider provider : ServiceLoader.load(DecoderProvider.class)) {
      builder.add(provider, PluginSource.classPath(provider.getClass()));
    }
    return builder.build();
  }

  private static List<DeclaredDatasets.Found> declaredOnClassPath() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      return DeclaredDatasets.on(context == null ? PluginRegistry.class.getClassLoader() : context);
    } catch (IOException e) {
      throw new PluginException(FileErrors.describe(e), e);
    }
  }

  /**
   * These plugins and one more dataset.
   *
   * @param more the dataset
   * @param source where it comes from, for lists and messages
   * @return a new registry
   * @throws PluginException if there is one of this name
   */
  public PluginRegistry with(DatasetProvider more, PluginSource source) {
    Builder builder = new Builder();
    builder.datasets.putAll(datasets);
    builder.declared.putAll(declared);
    builder.decoders.putAll(decoders);
    builder.networks.putAll(networks);
    builder.formats.putAll(formats);
    builder.layouts.putAll(layouts);
    return builder.add(more, source).build();
  }

  /**
   * These plugins and a dataset that is declared without one, unless a plugin has its name.
   *
   * @param dataset a declaration, such as a run carries
   * @return a new registry, or this one if a plugin has its name
   * @throws PluginException if it cannot be used
   */
  public PluginRegistry withDeclared(DeclaredDataset dataset) {
    return datasets.containsKey(dataset.descriptor().name())
        ? this
        : with(dataset, PluginSource.DECLARED);
  }

  /**
   * Whether there is a dataset of that name.
   *
   * @param name as in {@code --data NAME=DIR}
   * @return whether {@link #dataset} finds it
   */
  public boolean hasDataset(String name) {
    return datasets.containsKey(name);
  }

  /**
   * What declares the dataset of that name, if it is a declaration and no code.
   *
   * @param dataset its name
   * @return empty for a dataset of code, and where there is none of the name
   */
  public Optional<DeclaredDataset> declaration(String dataset) {
    return Optional.ofNullable(declared.get(dataset));
  }

  /**
   * The name of a dataset that a mistyped one may have meant.
   *
   * @param typed what somebody typed
   * @return a dataset's name; empty if none is similar
   */
  public Optional<String> similarDataset(String typed) {
    return SimilarNames.closest(typed, datasets.keySet());
  }

  /**
   * The dataset of that name.
   *
   * @param name as in {@code --data NAME=DIR}
   * @return the provider, behind a {@link Fence}
   * @throws PluginException if there is none; the message lists those there are
   */
  public DatasetProvider dataset(String name) {
    return find(Kind.DATASET, name, datasets);
  }

  /**
   * Where the dataset of that name comes from.
   *
   * @param dataset its name
   * @return bundle, version and jar
   * @throws PluginException if there is none
   */
  public PluginSource source(String dataset) {
    dataset(dataset);
    return datasets.get(dataset).info.source();
  }

  /**
   * The decoder head of that name.
   *
   * @param name as in a dataset's descriptor or {@code --decoder}
   * @return the provider, behind a {@link Fence}
   * @throws PluginException if there is none; the message lists those there are
   */
  public DecoderProvider decoder(String name) {
    return find(Kind.DECODER, name, decoders);
  }

  /**
   * The network of that name.
   *
   * @param name as in {@code --network}
   * @return the provider, behind a {@link Fence}
   * @throws PluginException if there is none; the message lists those there are
   */
  public NetworkProvider network(String name) {
    return find(Kind.NETWORK, name, networks);
  }

  /**
   * Every dataset, by name.
   *
   * @return providers, behind a {@link Fence} each
   */
  public List<DatasetProvider> datasets() {
    return datasets.values().stream().map(Entry::provider).toList();
  }

  /**
   * Every decoder head, by name.
   *
   * @return providers, behind a {@link Fence} each
   */
  public List<DecoderProvider> decoders() {
    return decoders.values().stream().map(Entry::provider).toList();
  }

  /**
   * Every network, by name.
   *
   * @return providers, behind a {@link Fence} each
   */
  public List<NetworkProvider> networks() {
    return networks.values().stream().map(Entry::provider).toList();
  }

  /**
   * Every plugin, datasets first, formats and layouts of plugins last, each kind by name.
   *
   * @return what each is and where it comes from
   */
  public List<PluginInfo> plugins() {
    List<PluginInfo> all = new ArrayList<>();
    datasets.values().forEach(entry -> all.add(entry.info));
    decoders.values().forEach(entry -> all.add(entry.info));
    networks.values().forEach(entry -> all.add(entry.info));
    formats.values().forEach(entry -> all.add(entry.info));
    layouts.values().forEach(entry -> all.add(entry.info));
    return List.copyOf(all);
  }

  private static <P> P find(Kind kind, String name, Map<String, Entry<P>> entries) {
    Entry<P> entry = entries.get(name);
    if (entry == null) {
      throw new PluginException(
          "no %s '%s'%s; there %s; to add one, put its plugin jar into the plugins folder"
              .formatted(
                  kind,
                  name,
                  SimilarNames.closest(name, entries.keySet())
                      .map(", did you mean '%s'?"::formatted)
                      .orElse(""),
                  entries.isEmpty() ? "are none" : "are " + String.join(", ", entries.keySet())));
    }
    return entry.provider;
  }

  /**
   * Collects plugins; a second one of the same kind and name is refused. The networks that this
   * program brings along are there from the start.
   */
  public static final class Builder {

    private final Map<String, Entry<DatasetProvider>> datasets = new TreeMap<>();
    private final Map<String, DeclaredDataset> declared = new TreeMap<>();
    private final Map<String, Entry<DecoderProvider>> decoders = new TreeMap<>();
    private final Map<String, Entry<NetworkProvider>> networks = new TreeMap<>();
    private final Map<String, Entry<ImageFormatProvider>> formats = new TreeMap<>();
    private final Map<String, Entry<FolderLayout>> layouts = new TreeMap<>();

    /** With the networks on the class path of this program. */
    public Builder() {
      ClassLoader program = PluginRegistry.class.getClassLoader();
      for (NetworkProvider provider : ServiceLoader.load(NetworkProvider.class, program)) {
        add(provider, PluginSource.classPath(provider.getClass()));
      }
    }

    /**
     * Adds a dataset.
     *
     * @param provider the dataset
     * @param source where it comes from, for lists and messages
     * @return this builder
     * @throws PluginException if there is one of this name, or its descriptor cannot be had
     */
    public Builder add(DatasetProvider provider, PluginSource source) {
      DatasetProvider checked = new CheckedDatasetProvider(new Fence(source), provider);
      DatasetDescriptor descriptor = checked.descriptor();
      add(Kind.DATASET, descriptor.name(), descriptor.title(), source, checked, datasets);
      if (provider instanceof DeclaredDataset declaration) {
        declared.put(descriptor.name(), declaration);
      }
      return this;
    }

    /**
     * Adds a decoder head.
     *
     * @param provider the head
     * @param source where it comes from, for lists and messages
     * @return this builder
     * @throws PluginException if there is one of this name, or its name cannot be had
     */
    public Builder add(DecoderProvider provider, PluginSource source) {
      DecoderProvider fenced = new Fence(source).around(DecoderProvider.class, provider);
      add(Kind.DECODER, fenced.name(), fenced.description(), source, fenced, decoders);
      return this;
    }

    /**
     * Adds a network.
     *
     * @param provider the network
     * @param source where it comes from, for lists and messages
     * @return this builder
     * @throws PluginException if there is one of this name, or its name cannot be had
     */
    public Builder add(NetworkProvider provider, PluginSource source) {
      NetworkProvider fenced = new Fence(source).around(NetworkProvider.class, provider);
      add(Kind.NETWORK, fenced.name(), fenced.description(), source, fenced, networks);
      return this;
    }

    /**
     * Adds an image format of a plugin; it is the host that makes it known to {@link
     * io.firenet.format.ImageFormats}.
     *
     * @param provider the format
     * @param source where it comes from, for lists and messages
     * @return this builder
     * @throws PluginException if there is one of this name, or its name cannot be had
     */
    public Builder add(ImageFormatProvider provider, PluginSource source) {
      ImageFormatProvider fenced = new FencedImageFormat(source, provider);
      String endings = "images " + String.join(", ", fenced.endings());
      add(Kind.FORMAT, fenced.name(), endings, source, fenced, formats);
      return this;
    }

    /**
     * Adds a layout of a plugin; it is the host that makes it known to {@link FolderLayouts}.
     *
     * @param provider the layout
     * @param source where it comes from, for lists and messages
     * @return this builder
     * @throws PluginException if there is one of this name, or its name cannot be had
     */
    public Builder add(FolderLayout provider, PluginSource source) {
      FolderLayout fenced = new FencedLayout(source, provider);
      add(Kind.LAYOUT, fenced.name(), fenced.hallmark(), source, fenced, layouts);
      return this;
    }

    /**
     * The registry of all that was added.
     *
     * @return an immutable registry
     */
    public PluginRegistry build() {
      return new PluginRegistry(this);
    }

    private static <P> void add(
        Kind kind,
        String name,
        String title,
        PluginSource source,
        P provider,
        Map<String, Entry<P>> entries) {
      requireName(kind, name, source);
      Entry<P> entry = new Entry<>(provider, new PluginInfo(kind, name, title, source));
      Entry<P> first = entries.putIfAbsent(name, entry);
      if (first != null) {
        throw new PluginException(
            "%s: %s '%s' is already provided by %s; remove one of the two"
                .formatted(source, kind, name, first.info.source()));
      }
    }

    private static void requireName(Kind kind, String name, PluginSource source) {
      try {
        if (kind == Kind.FORMAT) {
          Naming.text("a format's name", name);
        } else {
          Naming.name(kind.toString(), name);
        }
      } catch (IllegalArgumentException e) {
        throw new PluginException(
            "%s: %s; ask the plugin's author".formatted(source, e.getMessage()), e);
      }
    }
  }
}
