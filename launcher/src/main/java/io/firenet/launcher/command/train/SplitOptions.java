package io.firenet.launcher.command.train;

import io.firenet.core.data.Fold;
import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.training.SplitChoice;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Dataset;
import io.firenet.launcher.argument.OptionGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which cases validate. */
@OptionGroup("Which cases validate")
final class SplitOptions {

  private static final String ALL = "all"; // nnU-Net's name for it

  @Option(
      names = "--fold",
      paramLabel = "K/N|all",
      description = {
        "Validate on the K-th of N folds, 1/5 to 5/5 for five, and train on the others. Folds are"
            + " drawn by subject and seed, where images have one class so that each class has its"
            + " share. With --splits also K alone. all: train on every case and validate none."
      })
  private @Nullable String fold;

  @Option(
      names = "--splits",
      paramLabel = "[NAME=]FILE",
      description = {
        "Take a dataset's split from a file such as nnU-Net's splits_final.json, the fold that --fold"
            + " names. NAME is the dataset, where there are several. May be repeated."
      })
  private List<String> files = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The given ones of these options, which a run keeps when it goes on. */
  List<String> given() {
    var parsed = spec.commandLine().getParseResult();
    return List.of("--fold", "--splits").stream().filter(parsed::hasMatchedOption).toList();
  }

  /** The settings with the fold that was asked for. */
  TrainingConfig apply(TrainingConfig config) {
    if (fold == null) {
      return config;
    }
    if (fold.equals(ALL)) {
      if (!files.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--fold all trains on every case; leave out --splits");
      }
      return config.toBuilder().validationShare(0).fold(0, 0).build();
    }
    if (!files.isEmpty() && fold.matches("\\d{1,4}")) {
      return config;
    }
    Fold chosen = parse(fold);
    return config.toBuilder().fold(chosen.number(), chosen.count()).build();
  }

  private Fold parse(String text) {
    try {
      return Fold.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--fold: %s; or '%s'".formatted(e.getMessage(), ALL), e);
    }
  }

  /**
   * The splits of some of the datasets.
   *
   * @param datasets names of the run's datasets
   * @throws ParameterException if a file is for none of them
   */
  SplitChoice choice(Set<String> datasets) {
    Map<String, Path> byDataset = new LinkedHashMap<>();
    for (String argument : files) {
      int equals = argument.indexOf('=');
      boolean named = equals > 0 && !Files.exists(Path.of(argument));
      if (!named && datasets.size() != 1) {
        throw new ParameterException(
            spec.commandLine(),
            "--splits %s: say of which dataset, --splits NAME=FILE, one of %s"
                .formatted(argument, String.join(", ", datasets)));
      }
      String name = named ? argument.substring(0, equals) : datasets.iterator().next();
      if (!datasets.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--splits %s: the run has no dataset '%s', it has %s"
                .formatted(argument, name, String.join(", ", datasets)));
      }
      byDataset.put(name, Path.of(argument.substring(named ? equals + 1 : 0)));
    }
    return dataset -> {
      Path file = byDataset.get(dataset.descriptor().name());
      return file == null ? Optional.empty() : Optional.of(read(file, dataset));
    };
  }

  private Split read(Path file, Dataset dataset) throws IOException {
    Folds folds = Folds.read(file);
    if (fold == null && folds.count() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "%s has %s folds; choose one with --fold 1 to --fold %s"
              .formatted(file, folds.count(), folds.count()));
    }
    Fold chosen = fold != null && fold.contains("/") ? parse(fold) : null;
    if (chosen != null && chosen.count() != folds.count()) {
      throw new ParameterException(
          spec.commandLine(), "--fold %s: %s has %s folds".formatted(chosen, file, folds.count()));
    }
    int number = chosen != null ? chosen.number() : fold == null ? 1 : Integer.parseInt(fold);
    Split split = folds.fold(number);
    Folds.checkKnown(split, dataset.cases(), dataset.descriptor().name(), file);
    return split;
  }
}
