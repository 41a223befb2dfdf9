package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Datasets, each of which fails in a way of its own at a moment of its own. */
public final class Faults {

  private Faults() {}

  private static void waitForEver() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // waits on
      }
    }
  }

  /** Recurses without end before it is a class. */
  @ServiceProvider(DatasetProvider.class)
  public static final class DeepInitializer extends EmptyDataset {
    private static final int DEPTH = depth(0);

    public DeepInitializer() {
      super("deep-" + DEPTH);
    }

    private static int depth(int above) {
      return above < 0 ? 0 : depth(above + 1) + 1;
    }
  }

  /** Is out of memory before it is a class. */
  @ServiceProvider(DatasetProvider.class)
  public static final class GreedyInitializer extends EmptyDataset {
    private static final int SIZE = grab();

    public GreedyInitializer() {
      super("greedy-" + SIZE);
    }

    private static int grab() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  /** Throws what cannot even be printed. */
  @ServiceProvider(DatasetProvider.class)
  public static final class UnspeakableError extends EmptyDataset {
    public UnspeakableError() {
      super("unspeakable");
      throw new Error() {
        @Override
        public String toString() {
          throw new IllegalStateException("no words");
        }
      };
    }
  }

  /** Needs a class that is not there, and says so late. */
  @ServiceProvider(DatasetProvider.class)
  public static final class LateLinkage extends EmptyDataset {
    public LateLinkage() {
      super("late-linkage");
    }

    @Override
    public Dataset open(DatasetSource source) {
      throw new NoClassDefFoundError("org/example/Gone");
    }
  }

  /** Ends the program when it is created. */
  @ServiceProvider(DatasetProvider.class)
  public static final class ExitingConstructor extends EmptyDataset {
    public ExitingConstructor() {
      super("exiting");
      System.exit(0);
    }
  }

  /** Ends the program at once, by a method reference. */
  @ServiceProvider(DatasetProvider.class)
  public static final class HaltingConstructor extends EmptyDataset {
    public HaltingConstructor() {
      super("halting");
      java.util.function.IntConsumer end = Runtime.getRuntime()::halt;
      end.accept(0);
    }
  }

  /** Ends the program in a way that cannot be kept from it. */
  @ServiceProvider(DatasetProvider.class)
  public static final class ReflectiveExit extends EmptyDataset {
    public ReflectiveExit() throws ReflectiveOperationException {
      super("reflective");
      System.class.getMethod("exit", int.class).invoke(null, 0);
    }
  }

  /** The same from a thread of its own. */
  @ServiceProvider(DatasetProvider.class)
  public static final class ReflectiveExitElsewhere extends EmptyDataset {
    public ReflectiveExitElsewhere() {
      super("reflective-elsewhere");
    }

    @Override
    public DatasetDescriptor descriptor() {
      new Thread(Faults::exit).start();
      waitForEver();
      return super.descriptor();
    }
  }

  private static void exit() {
    try {
      Runtime.class.getMethod("exit", int.class).invoke(Runtime.getRuntime(), 0);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Never comes into being. */
  @ServiceProvider(DatasetProvider.class)
  public static final class HangingConstructor extends EmptyDataset {
    public HangingConstructor() {
      super("hanging");
      waitForEver();
    }
  }

  /** Never says who it is. */
  @ServiceProvider(DatasetProvider.class)
  public static final class HangingDescriptor extends EmptyDataset {
    public HangingDescriptor() {
      super("hanging-descriptor");
    }

    @Override
    public DatasetDescriptor descriptor() {
      waitForEver();
      return super.descriptor();
    }
  }

  /** Is nothing. */
  @ServiceProvider(DatasetProvider.class)
  public static final class NullDescriptor extends EmptyDataset {
    public NullDescriptor() {
      super("null-descriptor");
    }

    @Override
    public DatasetDescriptor descriptor() {
      return null;
    }
  }

  /** Opens nothing. */
  @ServiceProvider(DatasetProvider.class)
  public static final class NullDataset extends EmptyDataset {
    public NullDataset() {
      super("null-dataset");
    }

    @Override
    public Dataset open(DatasetSource source) {
      return null;
    }
  }

  /** A dataset of these cases. */
  private record Opened(DatasetDescriptor descriptor, List<Case> cases) implements Dataset {}

  /** A case that cannot be read. */
  private record Fine(String id, String subject) implements Case {
    @Override
    public Volume image() throws IOException {
      throw new AssertionError("no image of " + id + "\nat all");
    }

    @Override
    public LabelMap labels() throws IOException {
      return null;
    }
  }

  /** Its cases break when they are read. */
  @ServiceProvider(DatasetProvider.class)
  public static final class BrokenCases extends EmptyDataset {
    public BrokenCases() {
      super("broken-cases");
    }

    @Override
    public Dataset open(DatasetSource source) {
      return new Opened(descriptor(), List.of(new Fine("one", "one"), new Fine("two", "two")));
    }
  }

  /** Its one case is called as a path is. */
  @ServiceProvider(DatasetProvider.class)
  public static final class PathIds extends EmptyDataset {
    public PathIds() {
      super("path-ids");
    }

    @Override
    public Dataset open(DatasetSource source) {
      String id = source.folder().isPresent() ? "/abs" : "../../escaped";
      return new Opened(descriptor(), List.of(new Fine(id, id)));
    }
  }

  /** Has no case. */
  @ServiceProvider(DatasetProvider.class)
  public static final class NoCases extends EmptyDataset {
    public NoCases() {
      super("no-cases");
    }

    @Override
    public Dataset open(DatasetSource source) {
      return new Opened(descriptor(), List.of());
    }
  }

  /** Says something else each time. */
  @ServiceProvider(DatasetProvider.class)
  public static final class Fickle extends EmptyDataset {
    private final AtomicInteger calls = new AtomicInteger();

    public Fickle() {
      super("fickle");
    }

    @Override
    public DatasetDescriptor descriptor() {
      String label = "bone " + calls.incrementAndGet();
      return super.descriptor().withLabels(List.of("background", label));
    }
  }

  /** Opens as another dataset. */
  @ServiceProvider(DatasetProvider.class)
  public static final class Impostor extends EmptyDataset {
    public Impostor() {
      super("impostor");
    }

    @Override
    public Dataset open(DatasetSource source) {
      return new Opened(spine(), List.of(new Fine("one", "one")));
    }

    private static DatasetDescriptor spine() {
      return DatasetDescriptor.builder("bones-spine")
          .title("Spine")
          .channels("CT")
          .labels("background", "bone")
          .licence("CC0")
          .citation("nobody")
          .needsFolder(false)
          .build();
    }
  }
}
