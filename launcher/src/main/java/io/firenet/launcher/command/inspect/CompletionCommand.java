package io.firenet.launcher.command.inspect;

import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands, options and their values.",
      "",
      "The shell must find the program as 'firenet': put the folder launcher/ on the PATH, or link to"
          + " launcher/firenet from a folder that is on it."
    },
    footer = {
      "",
      "Examples:",
      "  source <(firenet completion bash)",
      "  firenet completion zsh > ~/.firenet-completion  # and 'source ~/.firenet-completion' in ~/.zshrc"
    })
public final class CompletionCommand implements Callable<Integer> {

  /** Shells that are known. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "bash|zsh", description = "For which shell.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine firenet = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    if (shell == Shell.ZSH) {
      out.println("autoload -U +X compinit && compinit");
      out.println("autoload -U +X bashcompinit && bashcompinit");
    }
    out.print(AutoComplete.bash(firenet.getCommandName(), firenet));
    out.flush();
    return ExitCode.OK;
  }
}
