package io.firenet.launcher.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.GeneratedFile;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of {@code docs/reference} say what the code says. */
class ReferencePagesTests {

  private static final Path FOLDER = Path.of("docs", "reference");

  /** The line below the title of a page that no hand writes. */
  static final String GENERATED =
      "<!-- Generated from the code; `%s` writes it anew. -->\n\n"
          .formatted(GeneratedFile.update(ReferencePagesTests.class));

  private enum Page {
    COMMANDS("commands.md", CommandsPage::text),
    SETTINGS("settings.md", () -> SettingsPage.make().text()),
    EXIT_CODES("exit-codes.md", ExitCodesPage::text);

    private final Path file;
    private final Supplier<String> text;

    Page(String file, Supplier<String> text) {
      this.file = FOLDER.resolve(file);
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageSaysWhatTheCodeSays(Page page) throws IOException {
    GeneratedFile.assertSays(page.text.get(), page.file, ReferencePagesTests.class);
  }

  @Test
  void everySettingHasAMeaning() {
    assertEquals(
        List.of(),
        SettingsPage.make().silent(),
        "settings and choices without a word in the Javadoc of their record or enum");
  }

  @Test
  void everyExitCodeIsInTheHelp() {
    assertEquals(
        new TreeSet<>(ExitCodesPage.names().keySet()),
        new TreeSet<>(ExitCodesPage.meanings().keySet()));
  }

  @Test
  void everyFieldOfTheModelCardIsDescribed() throws IOException {
    String page = Files.readString(FOLDER.resolve("model-card.md"));
    Set<String> missing = new TreeSet<>();
    for (Class<?> type : List.of(ModelCard.class, Provenance.class)) {
      Stream.of(type.getRecordComponents())
          .map(RecordComponent::getName)
          .filter(name -> !page.contains("| `" + name + "` |"))
          .forEach(missing::add);
    }
    assertTrue(missing.isEmpty(), () -> "model-card.md lacks " + missing);
  }
}
