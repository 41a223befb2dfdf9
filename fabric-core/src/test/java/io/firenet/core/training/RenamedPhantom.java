package io.firenet.core.training;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import java.io.IOException;
import java.util.List;

/** The phantom under a name of its own, so that one run can train several. */
public record RenamedPhantom(String name) implements DatasetProvider {

  @Override
  public DatasetDescriptor descriptor() {
    return renamed(new PhantomDataset().descriptor());
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    Dataset phantom = new PhantomDataset().open(source);
    DatasetDescriptor descriptor = renamed(phantom.descriptor());
    return new Dataset() {
      @Override
      public DatasetDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public List<Case> cases() {
        return phantom.cases();
      }
    };
  }

  private DatasetDescriptor renamed(DatasetDescriptor from) {
    return from.toBuilder().name(name).build();
  }
}
