package io.firenet.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.experiment.DatasetFingerprint.Range;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetFingerprintTests {

  /** An image of which nothing is known but where its voxels are. */
  private record Header(String id, String subject, ImageGeometry geometry) implements Case {

    @Override
    public Volume image() {
      throw new AssertionError("a fingerprint needs headers alone");
    }

    @Override
    public LabelMap labels() {
      throw new AssertionError("a fingerprint needs headers alone");
    }
  }

  @Test
  void sizesAndSpacingsAreAlongTheirAxes() throws IOException {
    List<Case> cases =
        List.of(
            header("a", "p", new GridSize(31, 384, 320), 0.9, 0.8, 5),
            header("b", "p", new GridSize(50, 384, 320), 0.9, 0.7, 4),
            header("c", "q", new GridSize(40, 384, 300), 0.9, 0.8, 6),
            header("d", "r", new GridSize(44, 384, 300), 0.9, 0.8, 5));
    DatasetFingerprint print = DatasetFingerprint.of(dataset(cases));
    assertEquals(4, print.cases());
    assertEquals(3, print.subjects());
    assertEquals(new Range(300, 310, 320), print.width());
    assertEquals(new Range(384, 384, 384), print.height());
    assertEquals(new Range(31, 42, 50), print.depth());
    assertEquals(new Range(0.9, 0.9, 0.9), print.spacingI());
    assertEquals(new Range(0.7, 0.8, 0.8), print.spacingJ());
    assertEquals(new Range(4, 5, 6), print.spacingK());
  }

  private static Case header(
      String id, String subject, GridSize size, double i, double j, double k) {
    return new Header(id, subject, new ImageGeometry(size, Affine.scaling(i, j, k)));
  }

  private static Dataset dataset(List<Case> cases) {
    return new Dataset() {
      @Override
      public DatasetDescriptor descriptor() {
        throw new AssertionError("a fingerprint needs headers alone");
      }

      @Override
      public List<Case> cases() {
        return cases;
      }
    };
  }
}
