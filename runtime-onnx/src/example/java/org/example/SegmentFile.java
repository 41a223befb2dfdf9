package org.example;

import io.firenet.runtime.Segmenter;
import java.nio.file.Path;

/** Segments one image: {@code java … SegmentFile model.onnx image.nii.gz labels.nii.gz}. */
public class SegmentFile {
  public static void main(String[] args) throws Exception {
    try (Segmenter segmenter = Segmenter.open(Path.of(args[0]))) {
      System.out.println(segmenter.card().labels());
      segmenter.segment(Path.of(args[1]), Path.of(args[2]));
    }
  }
}
