package io.firenet.core.training;

import io.firenet.core.training.run.IntensityChoice;
import io.firenet.core.training.sample.CaseReading;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.preprocess.IntensityRule;
import io.firenet.volume.Volume;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of intensity of a dataset's channels: those of CT are measured on the foreground of its
 * training cases, or on all of their voxels where there is no foreground.
 *
 * <p>Mean and deviation are over all of these voxels; percentiles over as many of each case, evenly
 * spread, as keep 10 million in all.
 */
public final class ForegroundIntensities {

  private static final Logger LOG = LoggerFactory.getLogger(ForegroundIntensities.class);
  private static final int MOST_SAMPLES = 10_000_000;
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;

  private final DatasetDescriptor dataset;
  private final List<Case> training;
  private final boolean all; // voxels, not those of the foreground alone
  private final Channel[] channels;

  private ForegroundIntensities(DatasetDescriptor dataset, List<Case> training, boolean all) {
    this.dataset = dataset;
    this.training = training;
    this.all = all;
    channels = new Channel[dataset.channels().size()];
    Arrays.setAll(channels, i -> new Channel(MOST_SAMPLES / Math.max(1, training.size())));
  }

  /**
   * The rules; none if every channel is standardised. Reads the training cases only if a channel is
   * of CT.
   *
   * @param dataset the dataset whose channels are meant
   * @param choice what the run's settings say
   * @param training the cases that train, of which all are read where a channel is of CT
   * @return a rule for each channel, in their order; empty if every channel is standardised
   * @throws InvalidDatasetException if a case cannot be read, or all that is measured is one value
   * @throws InterruptedIOException if this thread is interrupted
   */
  public static List<IntensityRule> of(
      DatasetDescriptor dataset, IntensityChoice choice, List<Case> training)
      throws InvalidDatasetException, InterruptedIOException {
    List<IntensityChoice> chosen = dataset.channels().stream().map(choice::of).toList();
    ForegroundIntensities measured = null;
    if (chosen.contains(IntensityChoice.CT)) {
      LOG.info(
          "dataset {}: measuring intensities on {} cases to train on",
          dataset.name(),
          training.size());
      measured = new ForegroundIntensities(dataset, training, false);
      if (!measured.read()) {
        measured = new ForegroundIntensities(dataset, training, true);
        measured.read();
      }
    }
    List<IntensityRule> rules = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      rules.add(
          switch (chosen.get(i)) {
            case CT -> measured.rule(i);
            case PERCENTILE -> IntensityRule.PERCENTILE;
            case STANDARDISE, AUTO -> IntensityRule.STANDARDISE;
          });
    }
    boolean papers = rules.stream().allMatch(IntensityRule.STANDARDISE::equals);
    return papers ? List.of() : rules;
  }

  /** False if there was no voxel to measure. */
  private boolean read() throws InvalidDatasetException, InterruptedIOException {
    boolean any = false;
    for (Case one : training) {
      any |=
          CaseReading.of(
              dataset.name(),
              one,
              () -> {
                Target target = one.target();
                short[] labels =
                    target instanceof Target.Labels map && !all ? map.map().data() : null;
                Volume image = one.image();
                if (labels != null && labels.length != image.size().voxels()) {
                  throw new InvalidDatasetException(
                      "the label map has %s voxels, the image %s ('firenet verify' lists every such case)"
                          .formatted(labels.length, image.size()));
                }
                if (image.channels() != channels.length) {
                  throw new InvalidDatasetException(
                      "the image has %s channels, the dataset declares %s"
                          .formatted(image.channels(), dataset.channels()));
                }
                return add(image, labels);
              });
    }
    return any;
  }

  private boolean add(Volume image, short @Nullable [] labels) {
    int voxels = (int) image.size().voxels();
    boolean any = false;
    for (int c = 0; c < channels.length; c++) {
      int start = c * voxels;
      int count = 0;
      for (int i = 0; i < voxels; i++) {
        count += counts(image.data()[start + i], labels, i) ? 1 : 0;
      }
      float[] values = new float[count];
      int at = 0;
      for (int i = 0; i < voxels; i++) {
        if (counts(image.data()[start + i], labels, i)) {
          values[at++] = image.data()[start + i];
        }
      }
      channels[c].add(values);
      any |= count > 0;
    }
    return any;
  }

  private static boolean counts(float value, short @Nullable [] labels, int voxel) {
    return (labels == null || labels[voxel] > 0) && Float.isFinite(value);
  }

  private IntensityRule rule(int channel) throws InvalidDatasetException {
    Channel measured = channels[channel];
    float[] samples = measured.sorted();
    double low = percentile(samples, LOW);
    double high = percentile(samples, HIGH);
    if (!(low < high)) {
      throw new InvalidDatasetException(
          "dataset %s: %s of its %s training cases is %s throughout in channel '%s', which gives the intensity rule 'ct' no range; set \"intensity\": \"standardise\" in --config"
              .formatted(
                  dataset.name(),
                  all ? "every voxel" : "the foreground",
                  training.size(),
                  low,
                  dataset.channels().get(channel)));
    }
    return new IntensityRule.Ct(low, high, measured.mean(), measured.sd());
  }

  /** Linear between the closest ranks; NaN of none. */
  private static double percentile(float[] ascending, double part) {
    if (ascending.length == 0) {
      return Double.NaN;
    }
    double rank = part * (ascending.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (rank - below) * (ascending[above] - (double) ascending[below]);
  }

  /** The values of one channel. */
  private static final class Channel {

    private final int samplesPerCase;
    private final List<float[]> samples = new ArrayList<>();
    private long count;
    private double mean;
    private double squares; // of differences from the mean

    Channel(int samplesPerCase) {
      this.samplesPerCase = Math.max(1000, samplesPerCase);
    }

    /** Takes in a case, by the pairwise formula of Chan et al., which does not cancel. */
    void add(float[] values) {
      int n = values.length;
      if (n == 0) {
        return;
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += values[i];
      }
      double own = sum / n;
      double ownSquares = 0;
      for (int i = 0; i < n; i++) {
        ownSquares += (values[i] - own) * (values[i] - own);
      }
      double difference = own - mean;
      squares += ownSquares + difference * difference * count * n / (count + n);
      mean += difference * n / (count + n);
      count += n;
      int kept = Math.min(n, samplesPerCase);
      float[] some = new float[kept];
      for (int i = 0; i < kept; i++) {
        some[i] = values[(int) ((long) i * n / kept)];
      }
      samples.add(some);
    }

    double mean() {
      return mean;
    }

    double sd() {
      return Math.sqrt(squares / count);
    }

    float[] sorted() {
      float[] all = new float[samples.stream().mapToInt(some -> some.length).sum()];
      int at = 0;
      for (float[] some : samples) {
        System.arraycopy(some, 0, all, at, some.length);
        at += some.length;
      }
      Arrays.sort(all);
      return all;
    }
  }
}
