package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.WholeImageCase;
import io.firenet.folder.DeclaredDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a dataset plugin as tests: extend this class in the plugin's own tests.
 *
 * <p>What it cannot prove: that a dataset without a folder opens without making its images, and
 * that reading by several threads is safe; it only tries two.
 */
public abstract class DatasetContractTests {

  private static final int CASES_READ = 3;
  private static final String FILE_NAME = "[^\\\\/:*?\"<>|\\p{Cntrl}]{1,200}";

  @TempDir Path temporary;

  /**
   * The provider under test.
   *
   * @return a provider, made anew or always the same one
   */
  protected abstract DatasetProvider provider();

  /**
   * A source of a few small images, asked for by each test; the first three cases are read. It may
   * write them, or skip the test by JUnit's {@code Assumptions} where they are absent.
   *
   * @return what a user would name after {@code --data}
   * @throws IOException if they cannot be written
   */
  protected abstract DatasetSource source() throws IOException;

  @Test
  void descriptorIsTheSameAtEveryCall() {
    DatasetProvider provider = provider();
    String message = "a provider must give an equal descriptor at every call";
    assertEquals(provider.descriptor(), provider.descriptor(), message);
    assertEquals(provider.descriptor(), provider().descriptor(), message);
  }

  @Test
  void hostFindsTheProvider() throws IOException {
    if (provider() instanceof DeclaredDataset declared) {
      Contract.requireDeclared(declared);
    } else {
      Contract.requireFound(DatasetProvider.class, provider().getClass());
    }
  }

  @Test
  void runsAsABundle() throws IOException {
    DatasetSource source = source();
    Case alone = provider().open(source).cases().get(0);
    Contract.requireRunsAsBundle(
        DatasetProvider.class,
        provider(),
        temporary.resolve("bundle"),
        bundled -> {
          assertEquals(provider().descriptor(), bundled.descriptor(), "descriptor in a bundle");
          Case inside = bundled.open(source).cases().get(0);
          CaseData.read(inside).assertSame(CaseData.read(alone), "read in a bundle");
        });
  }

  @Test
  void everyOpeningListsTheSameCases() throws IOException {
    DatasetSource source = source();
    Dataset first = provider().open(source);
    require(!first.cases().isEmpty(), "the source holds no case; name one with a few images");
    DatasetDescriptor declared = provider().descriptor();
    assertEquals(
        asOpened(first.descriptor(), declared, !source.options().isEmpty()),
        first.descriptor(),
        "an opened dataset has its provider's descriptor; only an option may give other labels,"
            + " quantities, regions and decoder, only an option or another licence other title, licence and"
            + " citation");
    assertEquals(
        ids(first),
        ids(provider().open(source)),
        "every opening must list the same cases in the same order; sort what a folder lists");
  }

  private static DatasetDescriptor asOpened(
      DatasetDescriptor opened, DatasetDescriptor declared, boolean options) {
    DatasetDescriptor answers = options ? opened : declared;
    boolean ofFolder = options || !opened.licence().equals(declared.licence());
    DatasetDescriptor texts = ofFolder ? opened : declared;
    return declared.toBuilder()
        .title(texts.title())
        .labels(answers.labels())
        .quantities(answers.quantities())
        .decoder(answers.decoder())
        .licence(texts.licence())
        .citation(texts.citation())
        .codes(options ? opened.codes() : declared.codes())
        .regions(answers.regions())
        .build();
  }

  @Test
  void idsAreUniqueFileNames() throws IOException {
    Map<String, String> seen = new HashMap<>();
    for (String id : ids(provider().open(source()))) {
      boolean valid = id.matches(FILE_NAME) && id.equals(id.strip()) && !id.endsWith(".");
      require(valid, "case id '%s' cannot be used as a file name", id);
      String before = seen.put(id.toLowerCase(Locale.ROOT), id);
      require(
          before == null,
          "cases '%s' and '%s' would share a file name; ids must differ in more than upper case",
          before,
          id);
    }
  }

  @Test
  void openingReadsNoImage() throws IOException {
    DatasetSource source = source();
    assertEquals(
        ids(provider().open(source)),
        ids(openDamaged(source, Damage.EMPTY)),
        "with every image file emptied, opening must list the same cases");
  }

  @Test
  void anEmptyFileFailsItsCaseAlone() throws IOException {
    Case emptied = openDamaged(source(), Damage.EMPTY).cases().get(0);
    assertUnreadable(emptied.id(), emptied::geometry, emptied.imageFiles());
    assertUnreadable(emptied);
  }

  @Test
  void aTruncatedFileFailsItsCaseAlone() throws IOException {
    assertUnreadable(openDamaged(source(), Damage.TRUNCATED).cases().get(0));
  }

  @Test
  void aMissingFileFailsItsCaseAlone() throws IOException {
    DatasetSource source = source();
    String id = provider().open(source).cases().get(0).id();
    for (Case each : openDamaged(source, Damage.MISSING).cases()) {
      if (each.id().equals(id)) { // who lists a folder's files does not list it
        assertUnreadable(id, each::geometry, each.imageFiles());
        assertUnreadable(each);
      }
    }
  }

  @Test
  void imageAndLabelsLieOnOneGrid() throws IOException {
    forSomeCases((data, descriptor) -> data.assertOneGrid());
  }

  @Test
  void imagesHaveTheDeclaredChannels() throws IOException {
    forSomeCases(CaseData::assertChannels);
  }

  @Test
  void imagesHoldFiniteValues() throws IOException {
    forSomeCases((data, descriptor) -> data.assertFinite());
  }

  @Test
  void targetsAreDeclared() throws IOException {
    forSomeCases(CaseData::assertTarget);
  }

  @Test
  void readingTwiceGivesTheSame() throws IOException {
    for (Case each : someCases()) {
      CaseData.read(each).assertSame(CaseData.read(each), "read twice");
    }
  }

  @Test
  void twoThreadsReadTheSame() throws Exception {
    List<Case> cases = someCases();
    List<CaseData> alone = readAll(cases);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<CaseData>>> reads = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        reads.add(
            threads.submit(
                () -> {
                  start.await();
                  return readAll(cases);
                }));
      }
      for (Future<List<CaseData>> read : reads) {
        List<CaseData> together = read.get();
        for (int at = 0; at < alone.size(); at++) {
          together.get(at).assertSame(alone.get(at), "read by two threads at once");
        }
      }
    } catch (ExecutionException e) {
      fail("cases must be readable by two threads at once, got " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refusesAFolderThatIsNotTheDataset() throws IOException {
    DatasetSource source = source();
    assumeTrue(source.folder().isPresent(), "the source has no folder");
    Path empty = Files.createDirectory(temporary.resolve("not-the-dataset"));
    Path absent = temporary.resolve("absent-folder");
    for (Path folder : List.of(empty, absent)) {
      String message = refusal(in(source, Optional.of(folder)), folder.toString());
      require(
          message.contains(folder.getFileName().toString()),
          "the refusal must name the folder %s, got: %s",
          folder,
          message);
    }
  }

  @Test
  void saysThatItNeedsAFolder() throws IOException {
    assumeTrue(provider().descriptor().needsFolder(), "the dataset needs no folder");
    String name = provider().descriptor().name();
    String message = refusal(in(source(), Optional.empty()), "no folder");
    require(
        message.contains("folder") || message.contains(name),
        "the refusal must say that '%s' needs a folder, got: %s",
        name,
        message);
  }

  private String refusal(DatasetSource source, String what) {
    String wanted =
        "open with %s must throw an InvalidDatasetException that says why, ".formatted(what);
    try {
      provider().open(source);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return fail(wanted + "got " + e, e);
    }
    return fail(wanted + "it opened");
  }

  /** Opens a copy of the folder with every image emptied and the first case damaged as said. */
  private Dataset openDamaged(DatasetSource source, Damage damage) throws IOException {
    assumeTrue(source.folder().isPresent(), "the source has no folder");
    Dataset dataset = provider().open(source);
    Path copy = temporary.resolve(damage.name());
    damage.copy(source.folder().get(), dataset, copy);
    try {
      return provider().open(in(source, Optional.of(copy)));
    } catch (IOException | RuntimeException e) {
      return fail("open must read no image: with %s it threw %s".formatted(damage, e), e);
    }
  }

  /** A class or values may stand in a file of their own, which is not damaged. */
  private static void assertUnreadable(Case damaged) {
    assertAll(
        () -> assertUnreadable(damaged.id(), damaged::image, damaged.imageFiles()),
        () -> {
          if (!(damaged instanceof WholeImageCase)) {
            assertUnreadable(damaged.id(), damaged::labels, damaged.labelFiles());
          }
        });
  }

  private static void assertUnreadable(String id, Reading reading, List<Path> files) {
    String wanted =
        "case '%s' with a damaged file must throw an IOException that names the file, "
            .formatted(id);
    try {
      reading.read();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      boolean named =
          files.isEmpty()
              ? message.contains(id)
              : files.stream().anyMatch(file -> message.contains(file.getFileName().toString()));
      require(named, "%sgot %s", wanted, e);
      return;
    } catch (RuntimeException e) {
      fail(wanted + "got " + e, e);
    }
    fail(wanted + "it was read");
  }

  private static DatasetSource in(DatasetSource source, Optional<Path> folder) {
    return new DatasetSource(folder, source.options());
  }

  private static List<String> ids(Dataset dataset) {
    return dataset.cases().stream().map(Case::id).toList();
  }

  private List<Case> someCases() throws IOException {
    return someOf(provider().open(source()));
  }

  private static List<Case> someOf(Dataset dataset) {
    return dataset.cases().stream().limit(CASES_READ).toList();
  }

  private void forSomeCases(BiConsumer<CaseData, DatasetDescriptor> check) throws IOException {
    Dataset dataset = provider().open(source());
    for (Case each : someOf(dataset)) {
      check.accept(CaseData.read(each), dataset.descriptor());
    }
  }

  private static List<CaseData> readAll(List<Case> cases) throws IOException {
    List<CaseData> read = new ArrayList<>();
    for (Case each : cases) {
      read.add(CaseData.read(each));
    }
    return read;
  }

  /** Reads an image or labels. */
  private interface Reading {
    Object read() throws IOException;
  }
}
