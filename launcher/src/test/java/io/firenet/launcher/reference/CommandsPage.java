package io.firenet.launcher.reference;

import io.firenet.launcher.Firenet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Every command with the help that it shows. */
final class CommandsPage {

  private CommandsPage() {}

  static String text() {
    List<CommandLine> commands = new ArrayList<>();
    collect(Firenet.commandLine(), commands);
    StringBuilder page = new StringBuilder("# Commands\n\n");
    page.append(ReferencePagesTests.GENERATED);
    page.append("What `firenet COMMAND --help` shows, for every command.\n");
    page.append("Exit codes are on [a page of their own](exit-codes.md).\n\n");
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName();
      page.append("- [`%s`](#%s): %s%n".formatted(name, name.replace(' ', '-'), first(command)));
    }
    for (CommandLine command : commands) {
      page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
      String usage = command.getUsageMessage(Ansi.OFF);
      page.append(usage.lines().map(String::stripTrailing).collect(Collectors.joining("\n")));
      page.append("\n```\n");
    }
    return page.toString();
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().stream()
        .filter(each -> !each.getCommandSpec().usageMessage().hidden())
        .filter(each -> !into.contains(each)) // an alias
        .forEach(each -> collect(each, into));
  }

  private static String first(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    String text = Ansi.OFF.string(description.length == 0 ? "" : description[0].formatted());
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end + 1)).replace("\n", " ");
  }
}
