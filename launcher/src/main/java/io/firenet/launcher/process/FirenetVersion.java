package io.firenet.launcher.process;

import picocli.CommandLine.IVersionProvider;

/** The version in the launcher's jar. */
public final class FirenetVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      software(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }

  /** Name and version of this software, as runs and models record it. */
  public static String software() {
    String version = FirenetVersion.class.getPackage().getImplementationVersion();
    return "FIRENet " + (version == null ? "(not built as a jar)" : version);
  }
}
