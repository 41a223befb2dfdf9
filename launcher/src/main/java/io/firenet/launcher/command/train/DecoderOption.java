package io.firenet.launcher.command.train;

import io.firenet.dataset.DatasetSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says which head learns a dataset. */
final class DecoderOption {

  private static final String NAME = "--decoder";

  @Option(
      names = NAME,
      paramLabel = "[DATASET=]NAME",
      description = {
        "Train with another decoder head than the datasets' own; 'firenet decoders' lists them."
            + " With DATASET= for that one alone; may be repeated. The run keeps it, and its models"
            + " are of that head."
      })
  private List<String> decoders = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** This option, if it is given; a run keeps it when it goes on. */
  List<String> given() {
    return decoders.isEmpty() ? List.of() : List.of(NAME);
  }

  /**
   * The datasets with the heads that were asked for.
   *
   * @throws ParameterException if one is for none of them
   */
  Map<String, DatasetSource> apply(Map<String, DatasetSource> sources) {
    Map<String, DatasetSource> changed = new LinkedHashMap<>(sources);
    for (String argument : decoders) {
      int equals = argument.indexOf('=');
      String head = argument.substring(equals + 1);
      if (equals < 0) {
        changed.replaceAll((name, source) -> source.with(DatasetSource.DECODER, head));
      } else if (changed.computeIfPresent(
              argument.substring(0, equals),
              (name, source) -> source.with(DatasetSource.DECODER, head))
          == null) {
        throw new ParameterException(
            spec.commandLine(),
            "%s %s: there is no dataset '%s' here, there are %s"
                .formatted(
                    NAME,
                    argument,
                    argument.substring(0, equals),
                    String.join(", ", sources.keySet())));
      }
    }
    return changed;
  }
}
