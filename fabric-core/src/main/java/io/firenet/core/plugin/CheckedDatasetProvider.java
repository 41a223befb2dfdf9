package io.firenet.core.plugin;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Naming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plugin's dataset, asked once for everything that must not change: its descriptor, its cases,
 * their ids. What it says is checked where it enters.
 */
final class CheckedDatasetProvider implements DatasetProvider {

  private final Fence fence;
  private final DatasetProvider provider;
  private final String what;
  private final DatasetDescriptor descriptor;

  /**
   * Asks for the descriptor.
   *
   * @throws PluginException if it cannot be had
   */
  CheckedDatasetProvider(Fence fence, DatasetProvider provider) {
    this.fence = fence;
    this.provider = provider;
    what = provider.getClass().getName();
    descriptor = describe();
  }

  private DatasetDescriptor describe() {
    String method = what + ".descriptor";
    return fence.ask(method, () -> fence.required(method, provider.descriptor()));
  }

  private record Opened(DatasetDescriptor descriptor, List<Case> cases, List<String> notes)
      implements Dataset {

    Opened learntBy(String head) throws InvalidDatasetException {
      try {
        return new Opened(descriptor.toBuilder().decoder(head).build(), cases, notes);
      } catch (IllegalArgumentException e) {
        throw new InvalidDatasetException(e.getMessage(), e);
      }
    }
  }

  /** What a case says of itself. */
  private record Named(Case original, String id, String subject) {}

  @Override
  public DatasetDescriptor descriptor() {
    return descriptor;
  }

  /**
   * Opens the dataset, for another head than its own if {@link DatasetSource#DECODER} says so.
   *
   * @throws PluginException if it breaks, or describes itself in another way than before
   * @throws InvalidDatasetException if there is no case, or one's id cannot be used
   * @throws IOException if it cannot be read
   */
  @Override
  public Dataset open(DatasetSource source) throws IOException {
    requireSame("descriptor", descriptor, describe());
    String head = source.options().get(DatasetSource.DECODER);
    DatasetSource own = source.without(DatasetSource.DECODER);
    Opened opened = fence.call(what + ".open", Patience.Kind.LISTING, () -> list(own));
    return head == null ? opened : opened.learntBy(head);
  }

  private Opened list(DatasetSource source) throws IOException {
    Dataset dataset = fence.required(what + ".open", provider.open(source));
    String dataClass = dataset.getClass().getName();
    DatasetDescriptor opened = fence.required(dataClass + ".descriptor", dataset.descriptor());
    requireSame("open's descriptor", opened, dataset.descriptor());
    requireOwn(opened, source);
    List<Named> cases = cases(dataset, dataClass);
    requireSame("open's cases", ids(cases), ids(cases(dataset, dataClass)));
    check(opened.name(), cases);
    String notes = dataClass + ".notes";
    return new Opened(
        opened,
        cases.stream().map(this::fenced).toList(),
        fence.withoutNull(notes, fence.required(notes, dataset.notes())));
  }

  private List<Named> cases(Dataset dataset, String dataClass) {
    List<Case> all = fence.required(dataClass + ".cases", dataset.cases());
    List<Named> named = new ArrayList<>();
    for (Case one : fence.withoutNull(dataClass + ".cases", all)) {
      String caseClass = one.getClass().getName();
      named.add(
          new Named(
              one,
              fence.required(caseClass + ".id", one.id()),
              fence.required(caseClass + ".subject", one.subject())));
    }
    return named;
  }

  private static List<String> ids(List<Named> cases) {
    return cases.stream().map(Named::id).toList();
  }

  private Case fenced(Named one) {
    Map<String, Object> known = Map.of("id", one.id(), "subject", one.subject());
    return fence.around(Case.class, one.original(), known);
  }

  private void requireSame(String method, Object first, Object second) {
    if (!first.equals(second)) {
      throw fence.wrong(
          what + "." + method,
          "must be the same at every call, was %s and then %s".formatted(first, second));
    }
  }

  /** A folder may bring its own labels and licence, options other answers; the rest stays. */
  private void requireOwn(DatasetDescriptor opened, DatasetSource source) {
    boolean asked = !source.options().isEmpty();
    DatasetDescriptor expected =
        descriptor.toBuilder()
            .title(opened.title())
            .labels(opened.labels())
            .quantities(opened.quantities())
            .decoder(asked ? opened.decoder() : descriptor.decoder())
            .licence(opened.licence())
            .citation(opened.citation())
            .codes(opened.codes())
            .regions(asked ? opened.regions() : descriptor.regions())
            .build();
    if (!opened.equals(expected)) {
      throw fence.wrong(
          what + ".open",
          "opened dataset '%s' as another one: expected %s, got %s"
              .formatted(descriptor.name(), expected, opened));
    }
  }

  private void check(String name, List<Named> cases) throws InvalidDatasetException {
    if (cases.isEmpty()) {
      throw new InvalidDatasetException(
          "dataset '%s' of %s has no cases; name a folder that has some"
              .formatted(name, fence.source()));
    }
    Set<String> seen = new HashSet<>();
    for (Named one : cases) {
      checkId(name, one.id());
      checkId(name, one.subject());
      if (!seen.add(one.id())) {
        throw new InvalidDatasetException(
            "dataset '%s' of %s: two cases have the id '%s', each needs its own"
                .formatted(name, fence.source(), one.id()));
      }
    }
  }

  private void checkId(String name, String id) throws InvalidDatasetException {
    try {
      Naming.caseId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException(
          "dataset '%s' of %s: %s".formatted(name, fence.source(), e.getMessage()), e);
    }
  }
}
