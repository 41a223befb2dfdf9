package io.firenet.launcher.figure;

import io.firenet.launcher.figure.Svg.Box;
import io.firenet.launcher.figure.Svg.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The modules and what they need of each other, as their poms say. */
final class ArchitectureFigure {

  /** What is no part of the software: it makes the pages of the documentation. */
  private static final Set<String> LEFT_OUT = Set.of("launcher/site");

  /** Where each is drawn; a module that is not named here fails the test. */
  private static final Map<String, Drawn> PLACES = new LinkedHashMap<>();

  static {
    put("launcher", 8, 8, 812, "launcher", "command line, plugin host (Apache Felix)");
    put("dataset-plugins", 8, 104, 140, "dataset-plugins", "%d bundles");
    put("decoder-plugins", 156, 104, 140, "decoder-plugins", "%d bundles");
    put("launcher/server", 440, 104, 260, "launcher/server", "page, MONAI Label, KServe");
    put("launcher/spark", 838, 8, 154, "launcher/spark", "clusters");
    put("api/formats", 304, 200, 160, "image formats", "api/nrrd, api/dicom");
    put("runtime-onnx", 480, 200, 150, "runtime-onnx", "ONNX Runtime");
    put("fabric-core", 646, 200, 174, "fabric-core", "network, training");
    put("fabric-core/libtorch", 838, 200, 154, "libtorch", "kernels for GPUs");
    put("api", 8, 296, 812, "api", "volumes, network description, preprocessing, extension points");
  }

  private record Drawn(Box box, String title, String about) {}

  private static void put(String module, int x, int y, int width, String title, String about) {
    PLACES.put(module, new Drawn(new Box(x, y, width, 56), title, about));
  }

  private final Path root;
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();
  private final Map<String, Integer> bundles = new HashMap<>();

  /**
   * @param root the folder of the parent pom
   */
  ArchitectureFigure(Path root) throws IOException {
    this.root = root;
    Map<String, String> modules = new HashMap<>();
    Map<String, List<String>> poms = new LinkedHashMap<>();
    collect("", List.of(), modules, poms);
    poms.forEach(
        (folder, dependencies) -> {
          Set<String> needed = needs.computeIfAbsent(group(folder), unseen -> new TreeSet<>());
          for (String artifact : dependencies) {
            String other = modules.get(artifact);
            if (other != null && !group(other).equals(group(folder))) {
              needed.add(group(other));
            }
          }
          bundles.merge(group(folder), 1, Integer::sum);
        });
  }

  /** What a parent needs, its children need too. */
  private void collect(
      String folder,
      List<String> inherited,
      Map<String, String> modules,
      Map<String, List<String>> poms)
      throws IOException {
    Element pom = read(root.resolve(folder).resolve("pom.xml"));
    List<String> needed = new ArrayList<>(inherited);
    needed.addAll(dependencies(pom));
    if (!"pom".equals(child(pom, "packaging"))) {
      modules.put(child(pom, "artifactId"), folder);
      poms.put(folder, needed);
    }
    for (String module : new TreeSet<>(texts(pom, "module"))) {
      Path path = Path.of(folder).resolve(module).normalize();
      String name = path.toString().replace('\\', '/');
      if (Files.isDirectory(root.resolve(path)) && !LEFT_OUT.contains(name)) {
        collect(name, needed, modules, poms);
      }
    }
  }

  private static String group(String folder) {
    for (String plugins : List.of("dataset-plugins", "decoder-plugins")) {
      if (folder.startsWith(plugins)) {
        return plugins;
      }
    }
    return Set.of("api/nrrd", "api/dicom").contains(folder) ? "api/formats" : folder;
  }

  private static Element read(Path pom) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(pom.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + ": " + e.getMessage(), e);
    }
  }

  private static Stream<Element> elements(Element in, String name) {
    NodeList found = in.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements.stream();
  }

  private static List<String> texts(Element in, String name) {
    return elements(in, name).map(Element::getTextContent).toList();
  }

  private static String child(Element in, String name) {
    return elements(in, name)
        .filter(each -> each.getParentNode() == in)
        .map(Element::getTextContent)
        .findFirst()
        .orElse("");
  }

  /** Of the main code, those of the default build: what only a profile or a test takes is none. */
  private static List<String> dependencies(Element pom) {
    return elements(pom, "dependency")
        .filter(each -> each.getParentNode().getParentNode() == pom)
        .filter(each -> !"test".equals(child(each, "scope")))
        .map(each -> child(each, "artifactId"))
        .toList();
  }

  String draw() {
    Svg svg =
        new Svg(
            1000, 390, "The modules of FIRENet for Java; an arrow leads to what a module needs");
    for (Map.Entry<String, Set<String>> each : needs.entrySet()) {
      String module = each.getKey();
      Drawn drawn = PLACES.get(module);
      if (drawn == null) {
        throw new IllegalStateException("where is module " + module + " to be drawn?");
      }
      Kind kind =
          module.endsWith("-plugins") || module.equals("api/formats") ? Kind.OWN : Kind.SHARED;
      boolean standard = !Set.of("launcher/spark", "fabric-core/libtorch").contains(module);
      svg.box(
          standard ? kind : Kind.PLAIN,
          drawn.box(),
          drawn.title(),
          drawn.about().formatted(bundles.get(module)));
      for (String other : each.getValue()) {
        if (!isNeededByAnother(other, each.getValue())) {
          arrow(svg, drawn.box(), PLACES.get(other).box());
        }
      }
    }
    svg.note(838, 322, "start", "grey: not in the");
    svg.note(838, 339, "start", "default distribution");
    return svg.toString();
  }

  private boolean isNeededByAnother(String module, Set<String> of) {
    return of.stream().anyMatch(other -> needs.getOrDefault(other, Set.of()).contains(module));
  }

  private static void arrow(Svg svg, Box from, Box to) {
    if (from.bottom() <= to.y()) { // downwards, as straight as the two allow
      int left = Math.max(from.x(), to.x());
      int right = Math.min(from.right(), to.right());
      int x = left < right ? (left + right) / 2 : from.middleX();
      svg.arrow(x, from.bottom(), left < right ? x : to.middleX(), to.y());
    } else if (from.x() > to.x()) {
      svg.arrow(from.x(), from.middleY(), to.right(), to.middleY());
    } else {
      svg.arrow(from.right(), from.middleY(), to.x(), to.middleY());
    }
  }
}
