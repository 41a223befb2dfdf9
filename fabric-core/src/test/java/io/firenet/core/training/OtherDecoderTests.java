package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset learnt by another head than its own. */
class OtherDecoderTests {

  /** The usual head under another name. */
  private static DecoderProvider other() {
    SegmentationDecoder usual = new SegmentationDecoder();
    return (DecoderProvider)
        Proxy.newProxyInstance(
            OtherDecoderTests.class.getClassLoader(),
            new Class<?>[] {DecoderProvider.class},
            (proxy, method, arguments) ->
                method.getName().equals("name") ? "other" : method.invoke(usual, arguments));
  }

  @TempDir Path folder;

  @Test
  void theRunKeepsTheHeadThatWasAskedFor() throws Exception {
    PluginSource here = PluginSource.classPath(OtherDecoderTests.class);
    PluginRegistry plugins =
        new PluginRegistry.Builder()
            .add(new PhantomDataset(), here)
            .add(new SegmentationDecoder(), here)
            .add(other(), here)
            .build();
    TrainingConfig config = TestSettings.of("{\"epochs\": 1, \"stepsPerEpoch\": 1}");
    DatasetSource source =
        new DatasetSource(Optional.empty(), Map.of("cases", "3", "size", "24"))
            .with(DatasetSource.DECODER, "other");
    RunFolder run = RunFolder.create(folder.resolve("run"));
    List<TrainingDataset> datasets =
        new RunSetup(plugins).start(run, config, Map.of("phantom", source), "test");
    assertEquals("other", datasets.get(0).decoder().name());
    new Trainer(config, datasets, run, TrainingListener.SILENT, () -> false).train();

    RunInfo.Trained trained = run.info().dataset("phantom");
    assertEquals("other", trained.descriptor().decoder());
    DatasetSource moved =
        trained.source(new DatasetSource(Optional.empty(), Map.of("cases", "3", "size", "24")));
    assertEquals("other", moved.options().get(DatasetSource.DECODER));
    List<TrainingDataset> again =
        new RunSetup(plugins).reopen(run, config, Map.of("phantom", moved));
    assertEquals("other", again.get(0).decoder().name());
    TrainedNetwork.open(run, plugins, "phantom").close();
    assertEquals("segmentation", plugins.dataset("phantom").descriptor().decoder());
  }
}
