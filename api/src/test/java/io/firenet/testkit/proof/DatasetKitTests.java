package io.firenet.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.testkit.DatasetContractTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetKitTests {

  @TempDir Path temporary;

  /** What a plugin's author writes. */
  @ExtendWith(KitRun.Provided.class)
  static final class ToyContract extends DatasetContractTests {
    @TempDir Path folder;
    private final DatasetProvider provider;

    ToyContract(DatasetProvider provider) {
      this.provider = provider;
    }

    @Override
    protected DatasetProvider provider() {
      return provider;
    }

    @Override
    protected DatasetSource source() throws IOException {
      return DatasetSource.of(ToyDataset.write(folder.resolve("toy")));
    }
  }

  @Test
  void aFaultlessDatasetPassesEveryTest() throws IOException {
    Map<String, String> results = KitRun.of(ToyContract.class, toy(ToyDataset.class));
    assertEquals(17, results.size(), results::toString);
    assertEquals(Set.of(""), Set.copyOf(results.values()), results::toString);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            FaultyDatasets.ChangingDescriptor.class,
            "descriptorIsTheSameAtEveryCall",
            "equal descriptor at every call"),
        arguments(FaultyDatasets.NotPublic.class, "hostFindsTheProvider", "must be public"),
        arguments(
            FaultyDatasets.RandomIds.class,
            "everyOpeningListsTheSameCases",
            "the same cases in the same order"),
        arguments(
            FaultyDatasets.IdsWithFolders.class, "idsAreUniqueFileNames", "used as a file name"),
        arguments(
            FaultyDatasets.OneId.class,
            "idsAreUniqueFileNames",
            "cases 'case' and 'case' would share a file name"),
        arguments(
            FaultyDatasets.EagerReading.class, "openingReadsNoImage", "open must read no image"),
        arguments(
            FaultyDatasets.RuntimeExceptionOnBadImage.class,
            "anEmptyFileFailsItsCaseAlone",
            "must throw an IOException that names the file"),
        arguments(
            FaultyDatasets.ErrorWithoutFile.class,
            "anEmptyFileFailsItsCaseAlone",
            "names the file, got java.io.IOException: cannot read"),
        arguments(
            FaultyDatasets.OtherGrid.class, "imageAndLabelsLieOnOneGrid", "must lie on one grid"),
        arguments(
            FaultyDatasets.OtherGeometry.class,
            "imageAndLabelsLieOnOneGrid",
            "image and geometry() must lie on one grid"),
        arguments(
            FaultyDatasets.TwoChannels.class,
            "imagesHaveTheDeclaredChannels",
            "must have the declared channels [MR] ==> expected: <1> but was: <2>"),
        arguments(
            FaultyDatasets.NotANumber.class,
            "imagesHoldFiniteValues",
            "value 7 of the image is NaN"),
        arguments(
            FaultyDatasets.UndeclaredLabel.class,
            "targetsAreDeclared",
            "label values 0 to 1 are declared [none, bone], found 2"),
        arguments(
            FaultyDatasets.ClassBeyondTheLabels.class,
            "targetsAreDeclared",
            "case 'a': the class must be 0 to 1 of [none, bone], it is 2"),
        arguments(
            FaultyDatasets.ValuesWithoutQuantities.class,
            "targetsAreDeclared",
            "case 'a': the values must be 0 numbers, [], they are [1.5]"),
        arguments(FaultyDatasets.NegativeLabel.class, "targetsAreDeclared", "found -1"),
        arguments(
            FaultyDatasets.HalfImage.class,
            "aTruncatedFileFailsItsCaseAlone",
            "with a damaged file must throw an IOException"),
        arguments(
            FaultyDatasets.ZerosForMissingLabels.class,
            "aMissingFileFailsItsCaseAlone",
            "names the file, it was read"),
        arguments(FaultyDatasets.NoisyReading.class, "readingTwiceGivesTheSame", "read twice"),
        arguments(FaultyDatasets.OneThreadOnly.class, "twoThreadsReadTheSame", "buffer in use"),
        arguments(
            FaultyDatasets.RuntimeExceptionOnWrongFolder.class,
            "refusesAFolderThatIsNotTheDataset",
            "got java.lang.NullPointerException"),
        arguments(
            FaultyDatasets.UnnamedFolder.class,
            "refusesAFolderThatIsNotTheDataset",
            "the refusal must name the folder"),
        arguments(
            FaultyDatasets.NoSuchElementWithoutFolder.class,
            "saysThatItNeedsAFolder",
            "got java.util.NoSuchElementException"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsFoundAndNamed(Class<?> provider, String test, String message) throws IOException {
    KitRun.assertFails(ToyContract.class, toy(provider), test, message);
  }

  @Test
  void aProviderThatIsNoServiceIsFound() {
    Map<String, String> results =
        KitRun.of(
            selectClass(ToyContract.class), ToyDataset.class, ToyDataset.class.getClassLoader());
    KitRun.assertFails(results, "hostFindsTheProvider", "annotate it with @ServiceProvider");
    KitRun.assertFails(results, "runsAsABundle", "is no OSGi bundle");
    assertEquals(2, results.values().stream().filter(text -> !text.isEmpty()).count());
    assertTrue(results.get("openingReadsNoImage").isEmpty());
  }

  private ToyBundle toy(Class<?> provider) throws IOException {
    return ToyBundle.of(DatasetProvider.class, provider, temporary);
  }
}
