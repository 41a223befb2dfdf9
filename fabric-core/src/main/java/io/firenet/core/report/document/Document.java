package io.firenet.core.report.document;

import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document of sections, from which all forms of a report are written.
 *
 * @param title its title
 * @param subtitle one line below the title
 * @param facts what to know at once, shown below the subtitle
 * @param sections its sections
 * @param attachments tables that are too long to show; they become files only
 */
public record Document(
    String title,
    String subtitle,
    List<Fact> facts,
    List<Section> sections,
    List<Table> attachments) {

  public Document {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    attachments = List.copyOf(attachments);
  }

  /** Something to know at once, for example {@code runs done: 3 of 12}. */
  public record Fact(String name, String value) {}

  /**
   * Writes the document into a folder:
   *
   * <pre>
   * NAME.html           all in one file: no script, nothing from a network
   * NAME.md             the same as Markdown, with the figures below
   * NAME/figures/       every picture as SVG or PNG
   * NAME/tables/        every table as CSV and as JSON, with all digits
   * </pre>
   *
   * @param folder made if it is missing
   * @param name of the files, without an ending
   * @return the HTML file
   * @throws IOException if a file cannot be written
   */
  public Path write(Path folder, String name) throws IOException {
    Path parts = folder.resolve(name);
    for (Table table : tables().toList()) {
      Path file = parts.resolve("tables").resolve(table.id());
      writeText(Path.of(file + ".csv"), TableData.csv(table));
      AtomicFile.writeJson(Path.of(file + ".json"), TableData.json(table));
    }
    for (Picture picture : pictures().toList()) {
      Path file = parts.resolve("figures").resolve(picture.fileName());
      AtomicFile.write(file, out -> out.write(picture.file()));
    }
    writeText(folder.resolve(name + ".md"), new Markdown(name).of(this));
    Path page = folder.resolve(name + ".html");
    writeText(page, HtmlPage.of(this));
    return page;
  }

  /**
   * All tables, shown or not.
   *
   * @return those that are shown first
   */
  public Stream<Table> tables() {
    return Stream.concat(blocks(Table.class), attachments.stream());
  }

  /**
   * All pictures.
   *
   * @return in the order in which they are shown
   */
  public Stream<Picture> pictures() {
    return blocks(Figure.class).flatMap(figure -> figure.pictures().stream());
  }

  private <B extends Block> Stream<B> blocks(Class<B> kind) {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  private static void writeText(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
