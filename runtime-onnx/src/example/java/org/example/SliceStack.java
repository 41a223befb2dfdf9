package org.example;

import io.firenet.runtime.Segmenter;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.util.Arrays;

/** Segments a stack of slices as viewers such as ImageJ hold it: one array a slice, row by row. */
public class SliceStack {

  /**
   * Labels a stack of axial slices that are shown as usual: x runs to the patient's left, y to the
   * back, slices from the feet to the head. For other stacks change the signs and the order of the
   * columns of the affine; it says where a voxel lies, in mm to the right, front and top.
   *
   * @param slices each {@code [height·width]}
   * @param spacingMm of voxels along x, y and z
   * @return the index of a label of {@code segmenter.card().labels()} for each pixel
   */
  public static short[][] segment(
      Segmenter segmenter, float[][] slices, int width, int height, double[] spacingMm) {
    float[] voxels = new float[slices.length * width * height];
    for (int z = 0; z < slices.length; z++) {
      System.arraycopy(slices[z], 0, voxels, z * width * height, width * height);
    }
    Affine toPatient =
        Affine.of(-spacingMm[0], 0, 0, 0, 0, -spacingMm[1], 0, 0, 0, 0, spacingMm[2], 0);
    GridSize size = new GridSize(slices.length, height, width);
    Volume image = new Volume(new ImageGeometry(size, toPatient), 1, voxels);
    short[] labels = segmenter.segment(image).data();
    short[][] stack = new short[slices.length][];
    for (int z = 0; z < stack.length; z++) {
      stack[z] = Arrays.copyOfRange(labels, z * width * height, (z + 1) * width * height);
    }
    return stack;
  }
}
