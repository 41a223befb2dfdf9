package io.firenet.core.report.training;

import io.firenet.core.io.OutputException;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.validation.SegmentedCase;
import io.firenet.format.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The label maps of the last validation, {@code validation/DATASET/CASE.nii.gz}; a later validation
 * replaces them.
 */
public final class ValidationLabels implements TrainingListener {

  private final Path folder;

  /**
   * @param run in whose folder they go
   */
  public ValidationLabels(RunFolder run) {
    folder = run.path().resolve("validation");
  }

  @Override
  public void caseSegmented(int epoch, SegmentedCase one) throws IOException {
    Path file = folder.resolve(one.dataset().name()).resolve(one.subject().id() + ".nii.gz");
    OutputException.writing(
        file,
        () -> {
          Files.createDirectories(file.getParent());
          ImageFormats.write(file, one.predicted());
        });
  }
}
