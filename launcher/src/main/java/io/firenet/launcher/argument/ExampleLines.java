package io.firenet.launcher.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Writes the examples at the end of a help text so that they can be copied: one that is wider than
 * the text goes on below, indented, after a backslash.
 */
public final class ExampleLines implements IHelpSectionRenderer {

  /** An option goes with its value. */
  private static final Pattern WORD =
      Pattern.compile("(?:--?[\\w-]+\\s+(?!-))?(?:\"[^\"]*\"|[^\\s\"])+");

  private static final String INDENT = "  ";
  private static final String CONTINUED = " \\";

  private ExampleLines() {}

  /** Lets a command and its subcommands write their examples so. */
  public static void install(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, new ExampleLines());
    command.getSubcommands().values().forEach(ExampleLines::install);
  }

  @Override
  public String render(Help help) {
    UsageMessageSpec usage = help.commandSpec().usageMessage();
    StringBuilder text = new StringBuilder();
    for (String line : usage.footer()) {
      for (String part : broken(line, usage.width())) {
        text.append(part).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static List<String> broken(String line, int width) {
    if (!line.startsWith(INDENT) || line.length() <= width) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder now = new StringBuilder(" ");
    for (MatchResult word : WORD.matcher(line).results().toList()) {
      if (now.length() + 1 + word.group().length() + CONTINUED.length() > width) {
        lines.add(now + CONTINUED);
        now = new StringBuilder(INDENT + INDENT + " ");
      }
      now.append(' ').append(word.group());
    }
    lines.add(now.toString());
    return lines;
  }
}
