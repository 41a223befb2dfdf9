package io.firenet.format.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** DICOM's run length encoding (PS3.5, Annex G): a segment per byte of a sample, highest first. */
final class RunLength {

  private static final int HEADER_BYTES = 64;

  private RunLength() {}

  /** Decodes a frame of samples of so many bytes. */
  static int[] decode(byte[] frame, int pixels, int bytesPerSample) throws IOException {
    if (frame.length < HEADER_BYTES) {
      throw new IOException("its run length header is cut off");
    }
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != bytesPerSample) {
      throw new IOException(
          "expected %s run length segments, found %s".formatted(bytesPerSample, header.getInt(0)));
    }
    int[] samples = new int[pixels];
    for (int segment = 0; segment < bytesPerSample; segment++) {
      int start = header.getInt(4 + 4 * segment);
      int end = segment + 1 < bytesPerSample ? header.getInt(8 + 4 * segment) : frame.length;
      if (start < HEADER_BYTES || end > frame.length || start > end) {
        throw new IOException("a run length segment lies outside of its frame");
      }
      add(frame, start, end, samples);
    }
    return samples;
  }

  /** Shifts the samples and fills their lowest byte. */
  private static void add(byte[] frame, int start, int end, int[] samples) throws IOException {
    int at = start;
    int done = 0;
    while (done < samples.length && at < end) {
      int control = frame[at++];
      if (control >= 0) {
        int count = Math.min(control + 1, samples.length - done);
        if (at + count > end) {
          break;
        }
        for (int i = 0; i < count; i++) {
          samples[done] = (samples[done] << 8) | (frame[at++] & 0xff);
          done++;
        }
      } else if (control != -128) {
        if (at >= end) {
          break;
        }
        int value = frame[at++] & 0xff;
        for (int i = Math.min(1 - control, samples.length - done); i > 0; i--) {
          samples[done] = (samples[done] << 8) | value;
          done++;
        }
      }
    }
    if (done < samples.length) {
      throw new IOException(
          "its run length data end after %s of %s pixels".formatted(done, samples.length));
    }
  }
}
