package io.firenet.launcher.argument;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lists the options of a help text in groups: a command's own first, then those of each {@link
 * OptionGroup}, in the order in which the command has them.
 */
public final class GroupedHelp implements IHelpSectionRenderer {

  private static final String OWN = "Options";
  private static final String LAST = "General";

  private GroupedHelp() {}

  /** Lets a command and its subcommands write their help so. */
  public static void install(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedHelp());
    command.getSubcommands().values().forEach(GroupedHelp::install);
  }

  @Override
  public String render(Help help) {
    List<OptionSpec> all =
        help.commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(OWN, new ArrayList<>());
    for (OptionSpec option : all) {
      groups.computeIfAbsent(group(option), name -> new ArrayList<>()).add(option);
    }
    List<OptionSpec> general = groups.remove(LAST);
    if (general != null) {
      groups.put(LAST, general);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (name, options) -> {
          if (!options.isEmpty()) {
            text.append("%n%s:%n".formatted(name));
            // All options are laid out, so that the columns of all groups are alike.
            Help.Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append(layout);
          }
        });
    return text.toString();
  }

  private static String group(OptionSpec option) {
    if (option.userObject() instanceof Field field) {
      OptionGroup group = field.getDeclaringClass().getAnnotation(OptionGroup.class);
      return group == null ? OWN : group.value();
    }
    return OWN;
  }
}
