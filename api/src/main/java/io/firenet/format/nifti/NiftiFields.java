package io.firenet.format.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a header block at their offsets, which is all in which NIfTI-1, NIfTI-2 and Analyze
 * 7.5 differ in layout.
 */
final class NiftiFields {

  static final int NIFTI1_BYTES = 348;
  static final int NIFTI2_BYTES = 540;

  private final ByteBuffer block;
  private final boolean second;

  private NiftiFields(ByteBuffer block, boolean second) {
    this.block = block;
    this.second = second;
  }

  /** Length of the header that starts with these four bytes, or 0 if they start none. */
  static int length(byte[] start) {
    ByteBuffer buffer = ByteBuffer.wrap(start);
    int big = buffer.getInt(0);
    int little = Integer.reverseBytes(big);
    if (big == NIFTI1_BYTES || little == NIFTI1_BYTES) {
      return NIFTI1_BYTES;
    }
    return big == NIFTI2_BYTES || little == NIFTI2_BYTES ? NIFTI2_BYTES : 0;
  }

  /** The fields of a block of {@link #length} bytes, whose length field tells the byte order. */
  static NiftiFields of(byte[] block) {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    if (buffer.getInt(0) != block.length) {
      buffer.order(ByteOrder.LITTLE_ENDIAN);
    }
    return new NiftiFields(buffer, block.length == NIFTI2_BYTES);
  }

  ByteOrder order() {
    return block.order();
  }

  int length() {
    return second ? NIFTI2_BYTES : NIFTI1_BYTES;
  }

  /** Three characters: {@code n+1}, {@code ni1}, {@code n+2}, {@code ni2}, or else no NIfTI. */
  String magic() {
    return new String(block.array(), second ? 4 : 344, 3, StandardCharsets.ISO_8859_1);
  }

  long dim(int index) {
    return second ? block.getLong(16 + 8 * index) : block.getShort(40 + 2 * index);
  }

  int datatype() {
    return block.getShort(second ? 12 : 70);
  }

  double pixdim(int index) {
    return second ? block.getDouble(104 + 8 * index) : block.getFloat(76 + 4 * index);
  }

  double voxOffset() {
    return second ? block.getLong(168) : block.getFloat(108);
  }

  double slope() {
    return second ? block.getDouble(176) : block.getFloat(112);
  }

  double intercept() {
    return second ? block.getDouble(184) : block.getFloat(116);
  }

  /** The unit's code, whose lowest three bits are that of lengths. */
  int units() {
    return second ? block.getInt(500) : block.get(123);
  }

  /** Analyze's unit of lengths, in words. */
  String analyzeUnit() {
    String text = new String(block.array(), 56, 4, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(0);
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  int qformCode() {
    return second ? block.getInt(344) : block.getShort(252);
  }

  int sformCode() {
    return second ? block.getInt(348) : block.getShort(254);
  }

  /** The quaternion's b, c, d and then the offset's x, y, z. */
  double quaternion(int index) {
    return second ? block.getDouble(352 + 8 * index) : block.getFloat(256 + 4 * index);
  }

  double srow(int row, int column) {
    int index = row * 4 + column;
    return second ? block.getDouble(400 + 8 * index) : block.getFloat(280 + 4 * index);
  }

  /** Analyze's {@code cal_max} and {@code cal_min}. */
  double analyzeCalibrated(int index) {
    return block.getFloat(124 + 4 * index);
  }

  /** Analyze's {@code glmax} and {@code glmin}. */
  double analyzeGlobal(int index) {
    return block.getInt(140 + 4 * index);
  }

  /** The origin that SPM keeps in Analyze's {@code originator}: a voxel index from 1. */
  int spmOrigin(int axis) {
    return block.getShort(253 + 2 * axis);
  }
}
