package io.firenet.folder;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The datasets that jars declare without code. {@link java.util.ServiceLoader} finds classes alone;
 * a program that has datasets on its class path asks here as well.
 */
public final class DeclaredDatasets {

  private DeclaredDatasets() {}

  /**
   * A declared dataset on a class path.
   *
   * @param dataset the dataset
   * @param location the jar or folder that declares it
   */
  public record Found(DeclaredDataset dataset, URI location) {}

  /**
   * {@return every dataset that is declared on a class path}
   *
   * @param classPath whose resources are looked at, its parents' included
   * @throws IOException if a declaration cannot be read or declares no dataset; the message names
   *     it
   */
  public static List<Found> on(ClassLoader classPath) throws IOException {
    List<Found> found = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (URL url : Collections.list(classPath.getResources(DeclaredDataset.RESOURCE))) {
      if (seen.add(url.toString())) {
        found.add(new Found(read(url), location(url)));
      }
    }
    return List.copyOf(found);
  }

  private static DeclaredDataset read(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // else the jar stays open, and its later content unseen
    try (InputStream in = connection.getInputStream()) {
      return DeclaredDataset.read(in, url.toString());
    }
  }

  /** The jar of {@code jar:file:/x.jar!/META-INF/…}, or the folder. */
  private static URI location(URL url) throws IOException {
    String text = url.toString();
    String root = text.substring(0, text.length() - DeclaredDataset.RESOURCE.length());
    String jar =
        root.startsWith("jar:") && root.endsWith("!/")
            ? root.substring(4, root.length() - 2)
            : root;
    try {
      return new URI(jar);
    } catch (URISyntaxException e) {
      throw new IOException("cannot locate " + text, e);
    }
  }
}
