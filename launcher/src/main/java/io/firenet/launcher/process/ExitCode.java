package io.firenet.launcher.process;

/** What the process ends with; the help of the root command lists the same. */
public final class ExitCode {

  public static final int OK = 0;
  public static final int INTERNAL = 1;
  public static final int USAGE = 2;
  public static final int DATA = 3;
  public static final int MODEL = 4;
  public static final int OUTPUT = 5;
  public static final int PLUGIN = 6;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
