package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM names every artefact of this build that others may depend on. */
class BomTests {

  private static final Path ROOT = Path.of("..");
  private static final Pattern PARENT = Pattern.compile("(?s)<parent>.*?</parent>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  /** Programs, not libraries. */
  private static final Set<String> PROGRAMS = Set.of("firenet-launcher", "firenet-site");

  @Test
  void everyLibraryIsInTheBom() throws IOException {
    Set<String> modules = new TreeSet<>();
    for (String group :
        new String[] {
          "api", "fabric-core", "runtime-onnx", "decoder-plugins", "dataset-plugins", "launcher"
        }) {
      try (Stream<Path> files = Files.find(ROOT.resolve(group), 2, (file, is) -> isPom(file))) {
        for (Path pom : files.toList()) {
          String text = Files.readString(pom);
          if (!text.contains("<packaging>pom</packaging>")) {
            modules.add(first(ARTIFACT, PARENT.matcher(text).replaceAll("")));
          }
        }
      }
    }
    modules.removeAll(PROGRAMS);
    assertTrue(modules.size() > 20, modules::toString);
    String bom = Files.readString(ROOT.resolve("api/bom/pom.xml"));
    Set<String> named = new TreeSet<>();
    String managed = bom.substring(bom.indexOf("<dependencies>"), bom.indexOf("</dependencies>"));
    ARTIFACT.matcher(managed).results().forEach(match -> named.add(match.group(1)));
    assertEquals(modules, named);
  }

  @Test
  void theBomHasTheVersionOfTheBuild() throws IOException {
    String root = Files.readString(ROOT.resolve("pom.xml"));
    String bom = Files.readString(ROOT.resolve("api/bom/pom.xml"));
    assertEquals(first(VERSION, root), first(VERSION, bom));
  }

  private static boolean isPom(Path file) {
    return file.endsWith("pom.xml") && !file.toString().contains("target");
  }

  private static String first(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }
}
