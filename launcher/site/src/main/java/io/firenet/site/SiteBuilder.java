package io.firenet.site;

import io.firenet.file.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the site: a page for README, for each page of {@code launcher/docs} and for whatever text
 * they link to, and the Javadoc under {@code api/}.
 */
public final class SiteBuilder {

  private static final Path README = Path.of("README.md");
  private static final Path DOCS = Path.of("launcher", "docs");

  private final Path project;
  private final Path site;

  private SiteBuilder(Path project, Path site) {
    this.project = project;
    this.site = site;
  }

  /**
   * @param arguments the project's folder and the site's
   * @throws IOException if a file cannot be read or written, or the Javadoc cannot be made
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("expected the folders of the project and of the site");
    }
    Path site = Path.of(arguments[1]);
    int pages = new SiteBuilder(Path.of(arguments[0]).toRealPath(), site).build();
    System.out.printf("%d pages, beginning with %s%n", pages, site.resolve("index.html"));
  }

  private int build() throws IOException {
    deleteOld();
    Files.createDirectories(site);
    new Javadoc(project, site.resolve("api")).write();
    SitePlaces places = new SitePlaces(project, site);
    List<Path> documents = documents();
    Navigation navigation = Navigation.of(project, documents, places);
    PageWriter writer = new PageWriter(project, site, places, navigation);
    Deque<Path> waiting = new ArrayDeque<>(documents);
    Set<Path> done = new TreeSet<>();
    while (!waiting.isEmpty()) {
      Path source = waiting.remove();
      if (done.add(source)) {
        waiting.addAll(writer.write(source));
      }
    }
    writer.writeStyle();
    return done.size();
  }

  /** README first, then the pages by their names. */
  private List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(project.resolve(DOCS))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(project::relativize)
          .sorted()
          .forEach(documents::add);
    }
    return documents;
  }

  private void deleteOld() throws IOException {
    if (Files.exists(site) && !Files.exists(site.resolve("index.html"))) {
      throw new IOException(site + " is there and is no site; remove it or name another folder");
    }
    FolderRemoval.delete(site);
  }
}
