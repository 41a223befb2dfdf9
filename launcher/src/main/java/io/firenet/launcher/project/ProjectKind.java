package io.firenet.launcher.project;

import java.util.List;
import java.util.Locale;

/** What a plugin project makes: a kind has a folder of templates, beside those of every plugin. */
public enum ProjectKind {
  DATASET("Dataset", false),
  DECODER("Decoder", true),
  NETWORK("Network", true);

  private final String noun;
  private final boolean trains;

  ProjectKind(String noun, boolean trains) {
    this.noun = noun;
    this.trains = trains;
  }

  /** For people, in lower case. */
  public String noun() {
    return noun.toLowerCase(Locale.ROOT);
  }

  /** The provider's class in a project of that name: {@code HipBonesDataset} for hip-bones. */
  public String className(String project) {
    StringBuilder name = new StringBuilder();
    for (String word : project.split("-")) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.append(noun).toString();
  }

  /** Templates, and the files that become of them; the first is the one to fill in. */
  List<Template> templates() {
    String sources = "src/%s/java/org/example/__CLASS__%s.java";
    String own = noun() + "/";
    return List.of(
        new Template(own + noun + ".java", sources.formatted("main", "")),
        new Template(own + "ContractTests.java", sources.formatted("test", "ContractTests")),
        new Template(own + "README.md", "README.md"),
        new Template("plugin/pom.xml", "pom.xml"),
        new Template("plugin/gitignore", ".gitignore"));
  }

  /** Whether its tests train it and compare with the export, which needs the engine. */
  boolean trains() {
    return trains;
  }

  /** Artefacts of FIRENet that the project is compiled and tested with. */
  List<String> artifacts() {
    return trains
        ? List.of("firenet", "firenet-api", "firenet-fabric-core")
        : List.of("firenet", "firenet-api");
  }

  /**
   * A file of a project.
   *
   * @param resource its template, from this package's resources
   * @param path where it goes, with {@code /} and placeholders
   */
  record Template(String resource, String path) {}
}
