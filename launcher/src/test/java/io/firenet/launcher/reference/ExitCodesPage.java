package io.firenet.launcher.reference;

import io.firenet.launcher.Firenet;
import io.firenet.launcher.process.ExitCode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the process ends with: the names of the code, the meanings of the root command's help. */
final class ExitCodesPage {

  private ExitCodesPage() {}

  static String text() {
    StringBuilder page = new StringBuilder("# Exit codes\n\n");
    page.append(ReferencePagesTests.GENERATED);
    page.append(
        """
        Every command ends with one of these. What went wrong is one line on standard error that begins with
        `firenet: error:`; `--verbose` adds where in the program it happened.

        | code | name in `ExitCode` | meaning |
        | --- | --- | --- |
        """);
    Map<Integer, String> names = names();
    meanings()
        .forEach(
            (code, meaning) ->
                page.append("| %d | `%s` | %s |%n".formatted(code, names.get(code), meaning)));
    return page.toString();
  }

  /** The names in the code, by the numbers. */
  static Map<Integer, String> names() {
    return Arrays.stream(ExitCode.class.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .collect(Collectors.toMap(ExitCodesPage::value, Field::getName));
  }

  /** What the help says, by the numbers. */
  static Map<Integer, String> meanings() {
    Map<Integer, String> meanings = new LinkedHashMap<>();
    Firenet.commandLine()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> meanings.put(Integer.valueOf(code.strip()), meaning));
    return meanings;
  }

  private static int value(Field field) {
    try {
      return field.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
