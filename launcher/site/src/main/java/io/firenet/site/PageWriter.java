package io.firenet.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.Node;

/** Writes pages: Markdown as HTML, other text as it is, a folder as a list. */
final class PageWriter {

  private static final String STYLE = "style.css";
  private static final Pattern ADDRESS = Pattern.compile("(href|src|srcset)=\"([^\"]*)\"");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|//.*");

  private final Path project;
  private final Path site;
  private final SitePlaces places;
  private final Navigation navigation;
  private final Markdown markdown = new Markdown();

  PageWriter(Path project, Path site, SitePlaces places, Navigation navigation) {
    this.project = project;
    this.site = site;
    this.places = places;
    this.navigation = navigation;
  }

  void writeStyle() throws IOException {
    try (InputStream style = PageWriter.class.getResourceAsStream(STYLE)) {
      if (style == null) {
        throw new IOException(STYLE + " is not in the class path");
      }
      Files.copy(style, site.resolve(STYLE), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Writes the page of a file or folder.
   *
   * @param source in the project
   * @return what it links to in the project, which wants a page, too
   */
  List<Path> write(Path source) throws IOException {
    Path place = places.of(source);
    if (SitePlaces.isJavadoc(place)) {
      return List.of();
    }
    Path target = site.resolve(place);
    Files.createDirectories(target.getParent());
    Path file = project.resolve(source);
    List<Path> links = new ArrayList<>();
    String title = navigation.title(source);
    String body;
    if (SitePlaces.isImage(source)) {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      return links;
    } else if (Files.isDirectory(file)) {
      body = folder(source);
    } else if (source.toString().endsWith(".md")) {
      Node document = markdown.parse(Files.readString(file));
      title = Markdown.title(document, title);
      body = rewrite(markdown.html(document), source, links);
    } else {
      body =
          "<h1>%s</h1>%n<pre><code>%s</code></pre>%n"
              .formatted(
                  Html.escape(String.valueOf(source.getFileName())),
                  Html.escape(Files.readString(file)));
    }
    Files.writeString(target, page(source, title, body), StandardCharsets.UTF_8);
    return links;
  }

  private String folder(Path source) throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(source))) {
      return files
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .filter(name -> !name.startsWith(".") && !name.equals("target/"))
          .sorted()
          .map(name -> "<li><code>" + Html.escape(name) + "</code></li>\n")
          .collect(
              Collectors.joining(
                  "", "<h1>" + Html.escape(source.toString()) + "</h1>\n<ul>\n", "</ul>\n"));
    }
  }

  /** Addresses of the project's files become addresses of the site's. */
  private String rewrite(String html, Path source, List<Path> links) {
    Matcher addresses = ADDRESS.matcher(html);
    return addresses.replaceAll(match -> Matcher.quoteReplacement(rewritten(match, source, links)));
  }

  private String rewritten(MatchResult match, Path source, List<Path> links) {
    String address = match.group(2);
    if (address.startsWith("#") || ELSEWHERE.matcher(address).matches()) {
      return match.group();
    }
    int hash = address.indexOf('#');
    String anchor = hash < 0 ? "" : address.substring(hash);
    String way = hash < 0 ? address : address.substring(0, hash);
    Path linked = places.described(source.resolveSibling(way).normalize());
    if (linked.startsWith("..") || !Files.exists(project.resolve(linked))) {
      return match.group(); // the check of links tells of it
    }
    links.add(linked);
    String relative = Html.relative(places.of(source), places.of(linked));
    return "%s=\"%s%s\"".formatted(match.group(1), relative, anchor);
  }

  private String page(Path source, String title, String body) {
    String root = Html.relative(places.of(source), Path.of("index.html")).replace("index.html", "");
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <link rel="stylesheet" href="%sstyle.css">
        </head>
        <body>
        <a class="skip" href="#content">To the text</a>
        <header><a href="%sindex.html">FIRENet for Java</a> <a class="jump" href="#pages">Pages</a></header>
        <div class="page">
        <main id="content">
        %s</main>
        <nav id="pages" aria-label="Pages"><ul>
        %s</ul></nav>
        </div>
        </body>
        </html>
        """
        .formatted(Html.escape(title), root, root, body, navigation.html(source));
  }
}
