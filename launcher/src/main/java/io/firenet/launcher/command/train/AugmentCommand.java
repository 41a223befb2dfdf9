package io.firenet.launcher.command.train;

import io.firenet.core.io.OutputException;
import io.firenet.core.picture.AugmentationSheet;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.ForegroundIntensities;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.WholeImageCase;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.argument.SettingsFile;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.Crop;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what augmentation makes of a case. */
@Command(
    name = "augment",
    description = {
      "Draw a case of a dataset and ten variants that training would make of it.",
      "",
      "The case is prepared as for training; the picture shows the axial slice with the most"
          + " labelled voxels, labels outlined."
    },
    footer = {
      "",
      "Examples:",
      "  firenet augment --data phantom --preview variants.png",
      "  firenet augment --data phantom --augment elastic,flip,intensity --preview variants.png"
    })
public final class AugmentCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION)
  private DataArgument data;

  @Option(
      names = "--preview",
      required = true,
      paramLabel = "FILE.png",
      description = "The picture to write.")
  private Path preview;

  @Option(names = "--case", paramLabel = "ID", description = "Which case; by default the first.")
  private @Nullable String caseId;

  @Option(
      names = "--augment",
      split = ",",
      paramLabel = "KIND",
      description = TrainingSettings.AUGMENT_DESCRIPTION)
  private @Nullable List<Augmentation.Kind> augment;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Settings of training that differ from the defaults.")
  private @Nullable Path config;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the variants; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(this::draw);
  }

  private int draw(PluginRegistry registry) throws IOException {
    TrainingConfig settings = settings();
    Augmentation augmentation =
        augment == null
            ? settings.augmentation()
            : settings.augmentation().only(Set.copyOf(augment));
    Dataset dataset = data.open(registry, spec.commandLine().getOut());
    Case shown = chosen(dataset);
    Preprocessor preprocessor = new Preprocessor(plan(settings, dataset, shown));
    Volume image = preprocessor.image(shown.image());
    LabelMap labels =
        shown instanceof WholeImageCase
            ? new LabelMap(image.geometry(), new short[(int) image.size().voxels()])
            : preprocessor.labels(shown.labels());
    LabelledVolume middle =
        Crop.centred(image.size(), settings.preprocessing().maxSide())
            .apply(new LabelledVolume(image, labels));
    OutputException.writing(
        preview, () -> AugmentationSheet.write(middle, augmentation, seed, preview));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: case %s and ten variants of it%n", preview, shown.id());
    out.flush();
    return ExitCode.OK;
  }

  /** As training has it, but for CT measured on the one case rather than on all that train. */
  private static PreprocessingPlan plan(TrainingConfig settings, Dataset dataset, Case shown)
      throws IOException {
    List<IntensityRule> rules =
        ForegroundIntensities.of(dataset.descriptor(), settings.intensity(), List.of(shown));
    return rules.isEmpty()
        ? settings.preprocessing()
        : settings.preprocessing().withIntensity(rules);
  }

  private TrainingConfig settings() throws IOException {
    return config == null ? TrainingConfig.DEFAULT : SettingsFile.readConfig(config, spec);
  }

  private Case chosen(Dataset dataset) {
    List<Case> cases = dataset.cases();
    if (caseId == null) {
      return cases.get(0);
    }
    return cases.stream()
        .filter(one -> one.id().equals(caseId))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "dataset %s has no case '%s'; it has %s, such as '%s'"
                        .formatted(data.name(), caseId, cases.size(), cases.get(0).id())));
  }
}
