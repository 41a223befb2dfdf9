package io.firenet.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the site has what the project has: paths in the site by paths in the project. */
final class SitePlaces {

  private static final Pattern JAVA = Pattern.compile(".*src/main/java/(io/firenet/.*)\\.java");
  private static final Pattern IMAGE = Pattern.compile(".*\\.(png|svg|jpe?g|gif)");

  private final Path project;
  private final Path site;

  /**
   * @param project the project's folder
   * @param site the site's; its Javadoc is there already
   */
  SitePlaces(Path project, Path site) {
    this.project = project;
    this.site = site;
  }

  /** Where a file or a folder of the project is found in the site. */
  Path of(Path source) {
    String name = source.toString().replace('\\', '/');
    Matcher java = JAVA.matcher(name);
    if (java.matches() && Files.exists(site.resolve("api/" + java.group(1) + ".html"))) {
      return Path.of("api", java.group(1) + ".html");
    } else if (name.equals("README.md")) {
      return Path.of("index.html");
    } else if (isImage(source)) {
      return Path.of(name.replaceFirst("^launcher/docs/", "docs/"));
    } else if (name.startsWith("launcher/docs") && !name.equals("launcher/docs")) {
      String page = name.replaceFirst("^launcher/docs/", "docs/").replaceFirst("\\.md$", "");
      return Path.of(page.replaceFirst("README$", "index") + ".html");
    } else if (name.equals("launcher/docs")) {
      return Path.of("docs", "index.html");
    }
    // Folders with a dot in front are hidden by some servers.
    String plain = name.replaceFirst("^\\.", "").replace("/.", "/");
    return Path.of("project", plain + ".html");
  }

  /** Whether a place is in the Javadoc, which is written by another program. */
  static boolean isJavadoc(Path place) {
    return place.startsWith("api");
  }

  /** Whether it is copied as it is. */
  static boolean isImage(Path source) {
    return IMAGE.matcher(source.toString()).matches();
  }

  /** A folder's own page, if it has one, or itself. */
  Path described(Path source) {
    Path readme = source.resolve("README.md");
    boolean has =
        Files.isDirectory(project.resolve(source)) && Files.exists(project.resolve(readme));
    return has ? readme : source;
  }
}
