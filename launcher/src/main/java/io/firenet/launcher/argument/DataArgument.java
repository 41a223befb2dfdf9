package io.firenet.launcher.argument;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A dataset as named on the command line, {@code NAME[:KEY=VALUE[,KEY=VALUE]…][=DIR]}, for example
 * {@code msd-hippocampus=data/Task04} or {@code phantom:cases=12,seed=3}.
 *
 * @param name the dataset's name
 * @param source its folder and options
 */
public record DataArgument(String name, DatasetSource source) {

  /** How a help text shows the argument. */
  public static final String LABEL = "NAME[=DIR]";

  /** What a help text says about the argument. */
  public static final String DESCRIPTION =
      "A dataset and its folder, such as msd-hippocampus=DIR. Options of a dataset go between:"
          + " phantom:cases=12,seed=3.";

  private static final Pattern OPTION = Pattern.compile("([^=,:]+)=([^=,]*)");
  private static final Pattern ARGUMENT =
      Pattern.compile("([^=:]+)(?::(%1$s(?:,%1$s)*))?(?:=(.+))?".formatted("[^=,:]+=[^=,]*"));

  /**
   * Parses the argument.
   *
   * @throws IllegalArgumentException if it is not of this form
   */
  public static DataArgument parse(String text) {
    Matcher argument = ARGUMENT.matcher(text);
    if (!argument.matches()) {
      throw new IllegalArgumentException(
          "expected NAME=DIR, NAME, or NAME:KEY=VALUE,…[=DIR], got '%s'".formatted(text));
    }
    Map<String, String> options = new LinkedHashMap<>();
    if (argument.group(2) != null) {
      Matcher option = OPTION.matcher(argument.group(2));
      while (option.find()) {
        if (options.put(option.group(1), option.group(2)) != null) {
          throw new IllegalArgumentException(
              "'%s' is given twice in '%s'".formatted(option.group(1), text));
        }
      }
    }
    Optional<Path> folder = Optional.ofNullable(argument.group(3)).map(Path::of);
    return new DataArgument(argument.group(1), new DatasetSource(folder, options));
  }

  /**
   * Where each dataset is, by name, with absolute folders.
   *
   * @throws IllegalArgumentException if one is named twice
   */
  public static Map<String, DatasetSource> sources(List<DataArgument> arguments) {
    Map<String, DatasetSource> sources = new LinkedHashMap<>();
    for (DataArgument argument : arguments) {
      DatasetSource source = argument.source();
      Optional<Path> folder = source.folder().map(Path::toAbsolutePath).map(Path::normalize);
      if (sources.put(argument.name(), new DatasetSource(folder, source.options())) != null) {
        throw new IllegalArgumentException(
            "dataset '%s' is given twice".formatted(argument.name()));
      }
    }
    return sources;
  }

  /**
   * The plugins, and the dataset if none of them brings it, see {@link FolderDatasets}.
   *
   * @throws IOException if its folder does not say what it is
   */
  public PluginRegistry declaredOn(PluginRegistry plugins, PrintWriter out) throws IOException {
    return FolderDatasets.declare(plugins, Map.of(name, source), out::println);
  }

  /**
   * Opens the dataset, which may be a folder that describes itself, see {@link FolderDatasets}.
   *
   * @param out gets what a user should know of it
   * @throws IOException if it cannot be opened
   */
  public Dataset open(PluginRegistry plugins, PrintWriter out) throws IOException {
    Dataset dataset = declaredOn(plugins, out).dataset(name).open(source);
    dataset.notes().forEach(note -> out.println("%s: note: %s".formatted(name, note)));
    out.flush();
    return dataset;
  }

  /** Lets picocli make data arguments. */
  public static final class Converter implements ITypeConverter<DataArgument> {
    @Override
    public DataArgument convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
