package io.firenet.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version in the launcher's jar. */
final class FirenetVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Firenet.class.getPackage().getImplementationVersion();
    return new String[] {
      "FIRENet " + (version == null ? "(not built as a jar)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
