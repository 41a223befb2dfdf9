package io.firenet.site;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds links of a site that lead nowhere, and what it loads from elsewhere. */
final class LinkCheck {

  private static final Pattern TAG =
      Pattern.compile("<(\\w+)\\b[^>]*?\\s(href|src|srcset)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"([^\"]+)\"");

  private final Path site;
  private final Map<Path, Set<String>> anchors = new HashMap<>();

  LinkCheck(Path site) {
    this.site = site;
  }

  /** What is wrong, a line each, with the page; of the pages that are not Javadoc. */
  List<String> faults() throws IOException {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.walk(site)) {
      List<Path> pages =
          files
              .filter(file -> file.toString().endsWith(".html"))
              .filter(file -> !file.startsWith(site.resolve("api")))
              .sorted()
              .toList();
      for (Path page : pages) {
        for (MatchResult link : TAG.matcher(Files.readString(page)).results().toList()) {
          check(page, link, faults);
        }
      }
    }
    return faults;
  }

  private void check(Path page, MatchResult link, List<String> faults) throws IOException {
    String address = link.group(3);
    if (address.matches("[a-z]+:.*|//.*")) {
      if (!link.group(1).equals("a")) {
        faults.add("%s loads %s".formatted(site.relativize(page), address));
      }
      return;
    }
    int hash = address.indexOf('#');
    String way = hash < 0 ? address : address.substring(0, hash);
    Path target =
        way.isEmpty()
            ? page
            : page.resolveSibling(URLDecoder.decode(way, StandardCharsets.UTF_8)).normalize();
    if (!Files.isRegularFile(target)) {
      faults.add("%s links to %s, which is not there".formatted(site.relativize(page), address));
    } else if (hash >= 0 && !anchors(target).contains(address.substring(hash + 1))) {
      faults.add(
          "%s links to %s, which has no such place".formatted(site.relativize(page), address));
    }
  }

  private Set<String> anchors(Path page) throws IOException {
    Set<String> known = anchors.get(page);
    if (known == null) {
      known = new HashSet<>();
      for (MatchResult id : ID.matcher(Files.readString(page)).results().toList()) {
        known.add(id.group(1));
      }
      anchors.put(page, known);
    }
    return known;
  }
}
