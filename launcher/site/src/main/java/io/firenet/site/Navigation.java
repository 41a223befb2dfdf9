package io.firenet.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;

/** The list of pages beside each page, in the groups and the order of the index of the pages. */
final class Navigation {

  private static final Path INDEX = Path.of("launcher", "docs", "README.md");

  /** Pages by the names of their groups. */
  private final Map<String, Set<Path>> groups = new LinkedHashMap<>();

  private final Map<Path, String> titles = new LinkedHashMap<>();
  private final SitePlaces places;

  private Navigation(SitePlaces places) {
    this.places = places;
  }

  /**
   * @param documents all pages; those that the index does not name come last
   */
  static Navigation of(Path project, List<Path> documents, SitePlaces places) throws IOException {
    Navigation navigation = new Navigation(places);
    Markdown markdown = new Markdown();
    for (Path document : documents) {
      Node parsed = markdown.parse(Files.readString(project.resolve(document)));
      navigation.titles.put(document, Markdown.title(parsed, document.toString()));
    }
    if (documents.contains(INDEX)) {
      navigation.readIndex(markdown.parse(Files.readString(project.resolve(INDEX))));
    }
    Set<Path> rest = new LinkedHashSet<>(documents);
    rest.remove(Path.of("README.md"));
    rest.remove(INDEX);
    navigation.groups.values().forEach(rest::removeAll);
    navigation.groups.computeIfAbsent("More", name -> new LinkedHashSet<>()).addAll(rest);
    return navigation;
  }

  /** A paragraph in bold names a group, the links after it are its pages. */
  private void readIndex(Node index) {
    List<Set<Path>> open = new ArrayList<>();
    index.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Paragraph paragraph) {
            Node only = paragraph.getFirstChild();
            if (only instanceof StrongEmphasis && only.getNext() == null) {
              Set<Path> pages = new LinkedHashSet<>();
              groups.put(Markdown.text(only), pages);
              open.add(pages);
            }
            super.visit(paragraph);
          }

          @Override
          public void visit(Link link) {
            String address = link.getDestination();
            if (!open.isEmpty() && !address.contains(":") && !address.startsWith("#")) {
              Path page = INDEX.resolveSibling(address.replaceFirst("#.*", "")).normalize();
              if (titles.containsKey(page)) {
                open.get(open.size() - 1).add(page);
              }
            }
          }
        });
  }

  /** The title of a page, or its name where it has none. */
  String title(Path source) {
    return titles.getOrDefault(source, source.toString().replace('\\', '/'));
  }

  /** As HTML for one of the pages, which is marked. */
  String html(Path current) {
    StringBuilder html = new StringBuilder();
    item(html, current, Path.of("README.md"), "Overview");
    if (titles.containsKey(INDEX)) {
      item(html, current, INDEX, "All pages");
    }
    String javadoc = Html.relative(places.of(current), Path.of("api", "index.html"));
    html.append("<li><a href=\"%s\">Javadoc</a></li>%n".formatted(javadoc));
    groups.forEach(
        (name, pages) -> {
          if (!pages.isEmpty()) {
            html.append("<li class=\"group\">%s</li>%n".formatted(Html.escape(name)));
            pages.forEach(page -> item(html, current, page, title(page)));
          }
        });
    return html.toString();
  }

  private void item(StringBuilder html, Path current, Path page, String text) {
    html.append(
        "<li><a href=\"%s\"%s>%s</a></li>%n"
            .formatted(
                Html.relative(places.of(current), places.of(page)),
                page.equals(current) ? " aria-current=\"page\"" : "",
                Html.escape(text)));
  }
}
