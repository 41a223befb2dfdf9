package io.firenet.launcher.project;

import java.util.List;
import java.util.Locale;

/** What a plugin project makes: a kind has a folder of templates. */
public enum ProjectKind {
  DATASET("Dataset", List.of("firenet", "firenet-api")),
  DECODER("Decoder", List.of("firenet", "firenet-api", "firenet-fabric-core"));

  private final String noun;
  private final List<String> artifacts;

  ProjectKind(String noun, List<String> artifacts) {
    this.noun = noun;
    this.artifacts = artifacts;
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
    return List.of(
        new Template(noun + ".java", sources.formatted("main", "")),
        new Template("ContractTests.java", sources.formatted("test", "ContractTests")),
        new Template("pom.xml", "pom.xml"),
        new Template("README.md", "README.md"),
        new Template("gitignore", ".gitignore"));
  }

  /** Artefacts of FIRENet that the project is compiled and tested with. */
  List<String> artifacts() {
    return artifacts;
  }

  /**
   * A file of a project.
   *
   * @param resource its template's name
   * @param path where it goes, with {@code /} and placeholders
   */
  record Template(String resource, String path) {}
}
