package io.firenet.launcher.process;

import io.firenet.core.io.FileErrors;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.training.run.RunException;
import io.firenet.file.ForeignText;
import io.firenet.model.ModelException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever a command throws into one line on standard error and an exit code. */
public final class OneLineErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The root command's option for the place of an error in the program. */
  public static final String VERBOSE = "--verbose";

  private static final String PREFIX = "firenet: error: ";

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, ParseResult parseResult) {
    return report(error, command);
  }

  /** Reports an error of a running command and returns the exit code for it. */
  public static int report(Throwable error, CommandLine command) {
    if (isEnding()) { // what fails for that is no failure
      command.getErr().println(PREFIX + "interrupted");
      command.getErr().flush();
      return ExitCode.INTERRUPTED;
    }
    int code = exitCode(error);
    print(error, command);
    if (isVerbose(command)) {
      error.printStackTrace(command.getErr());
    } else if (code == ExitCode.INTERNAL) {
      command.getErr().println("firenet: this is unexpected; --verbose shows where it happened");
    }
    command.getErr().flush();
    return code;
  }

  /** Whether the user asked for more than one line; the root command has the option. */
  private static boolean isVerbose(CommandLine command) {
    OptionSpec verbose = command.getCommandSpec().root().findOption(VERBOSE);
    return verbose != null && Boolean.TRUE.equals(verbose.getValue());
  }

  /** Whether a signal ends the process: the system then takes no more hooks. */
  private static boolean isEnding() {
    Thread none = new Thread(() -> {}, "firenet-none");
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** The line of an error after which the command goes on. */
  public static void print(Throwable error, CommandLine command) {
    command.getErr().println(PREFIX + describe(error));
    command.getErr().flush();
  }

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String line = error.getMessage().lines().findFirst().orElse("");
    line = line.replaceFirst("^Error: ", ""); // picocli's, of groups
    command.getErr().println(PREFIX + ForeignText.line(line));
    if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
      command
          .getErr()
          .println("see '%s --help'".formatted(command.getCommandSpec().qualifiedName()));
    }
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  private static int exitCode(Throwable error) {
    if (isInterruption(error)) {
      return ExitCode.INTERRUPTED;
    } else if (error instanceof OutputException) {
      return ExitCode.OUTPUT;
    } else if (error instanceof ModelException || error instanceof RunException) {
      return ExitCode.MODEL;
    } else if (error instanceof PluginException) {
      return ExitCode.PLUGIN;
    } else if (error instanceof IOException) {
      return ExitCode.DATA;
    } else if (error instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    return ExitCode.INTERNAL;
  }

  /** Also a pass of a network that the process's end has stopped. */
  private static boolean isInterruption(Throwable error) {
    return FileErrors.isInterruption(error) || error instanceof CancellationException;
  }

  /** The error in one line. */
  public static String describe(Throwable error) {
    String message = error.getMessage();
    if (isInterruption(error)) {
      return "interrupted";
    } else if (error instanceof OutOfMemoryError) {
      return "out of memory (%s); give Java more with FIRENET_JAVA_OPTS=-Xmx…".formatted(message);
    }
    boolean telling = message != null && exitCode(error) != ExitCode.INTERNAL;
    return telling
        ? ForeignText.line(FileErrors.describe(error))
        : ForeignText.line(error.toString().lines().findFirst().orElse(""));
  }
}
