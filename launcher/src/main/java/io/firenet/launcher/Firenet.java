package io.firenet.launcher;

import io.firenet.launcher.argument.ExampleLines;
import io.firenet.launcher.argument.GroupedHelp;
import io.firenet.launcher.argument.OptionGroup;
import io.firenet.launcher.command.bench.BenchCommand;
import io.firenet.launcher.command.demo.DemoCommand;
import io.firenet.launcher.command.experiment.CrossvalCommand;
import io.firenet.launcher.command.experiment.ExperimentCommand;
import io.firenet.launcher.command.experiment.FindBestCommand;
import io.firenet.launcher.command.export.ExportCommand;
import io.firenet.launcher.command.inspect.CompletionCommand;
import io.firenet.launcher.command.inspect.DatasetsCommand;
import io.firenet.launcher.command.inspect.DecodersCommand;
import io.firenet.launcher.command.inspect.DoctorCommand;
import io.firenet.launcher.command.inspect.InfoCommand;
import io.firenet.launcher.command.inspect.ModelsCommand;
import io.firenet.launcher.command.inspect.NetworksCommand;
import io.firenet.launcher.command.inspect.VerifyCommand;
import io.firenet.launcher.command.plugins.PluginsCommand;
import io.firenet.launcher.command.predict.EvaluateCommand;
import io.firenet.launcher.command.predict.PredictCommand;
import io.firenet.launcher.command.serve.ServeCommand;
import io.firenet.launcher.command.train.AugmentCommand;
import io.firenet.launcher.command.train.TrainCommand;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.process.UnaskedExit;
import io.firenet.launcher.stream.GuardedLog;
import io.firenet.launcher.stream.GuardedWriter;
import io.firenet.launcher.stream.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code firenet}; all it does itself is to hold the others. */
@Command(
    name = "firenet",
    description = "One 3D network for many medical image datasets.",
    versionProvider = FirenetVersion.class,
    subcommands = {
      DemoCommand.class,
      DatasetsCommand.class,
      DecodersCommand.class,
      NetworksCommand.class,
      PluginsCommand.class,
      VerifyCommand.class,
      TrainCommand.class,
      AugmentCommand.class,
      ExportCommand.class,
      EvaluateCommand.class,
      CrossvalCommand.class,
      ExperimentCommand.class,
      FindBestCommand.class,
      PredictCommand.class,
      ServeCommand.class,
      ModelsCommand.class,
      InfoCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:success",
      "  1:unexpected failure; doctor: something needs attention; experiment: a run failed",
      "  2:wrong usage of the command line",
      "  3:an image or dataset cannot be used",
      "  4:a model or run cannot be used",
      "  5:a result cannot be written",
      "  6:a plugin is missing or broken",
      "130:interrupted"
    },
    footer = {"", "Example:", "  firenet demo", "  firenet COMMAND --help"})
@OptionGroup("General")
public final class Firenet implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Option(
      names = OneLineErrors.VERBOSE,
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error happened.")
  @SuppressWarnings("UnusedVariable") // OneLineErrors looks at it
  private boolean verbose;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The command line with all its commands, ready to execute. */
  public static CommandLine commandLine() {
    OneLineErrors errors = new OneLineErrors();
    CommandLine command = new CommandLine(new Firenet());
    GroupedHelp.install(command);
    ExampleLines.install(command);
    return command
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(Firenet::execute)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Help is our own text, in colours where the terminal has them; all else is guarded. */
  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    CommandLine command = parsed.commandSpec().commandLine();
    command.setOut(GuardedWriter.inFrontOf(command.getOut()));
    command.setErr(GuardedWriter.inFrontOf(command.getErr()));
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Programs read what is printed and written here: no digits, cases or words of a language.
    Locale.setDefault(Locale.ROOT);
    // JavaCPP then says what it has to say through SLF4J, where simplelogger.properties sorts it.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    // Deeplearning4j's, which would lie in the current folder after an OutOfMemoryError.
    System.setProperty("org.deeplearning4j.crash.reporting.enabled", "false");
    Charset charset = StandardOutput.charset();
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out), charset);
    System.setOut(output.stream(charset));
    System.setErr(new GuardedLog(new FileOutputStream(FileDescriptor.err), charset));
    UnaskedExit watch = UnaskedExit.watch(System.err);
    CommandLine command = commandLine().setOut(output.writer());
    int code;
    try {
      code = command.execute(args);
    } catch (Throwable e) { // such as OutOfMemoryError, which picocli lets pass
      code = OneLineErrors.report(e, command);
    }
    Optional<String> lost = output.failure();
    if (lost.isPresent()) {
      System.err.println("firenet: error: cannot write to standard output: " + lost.get());
      code = code == ExitCode.OK ? ExitCode.OUTPUT : code;
    }
    watch.exit(code);
  }
}
