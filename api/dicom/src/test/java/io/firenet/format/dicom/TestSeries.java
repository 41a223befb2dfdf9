package io.firenet.format.dicom;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A volume as a series of CT slices, as a scanner would write it. */
public record TestSeries(ImageGeometry geometry, short[] values, ByteOrder order) {

  public static final String SERIES = "1.2.3.4.5";

  /** Slices along the depth, numbered from 1, with a patient, a study and a frame of reference. */
  public List<DicomBytes> slices() {
    List<DicomBytes> slices = new ArrayList<>();
    for (int k = 0; k < geometry.size().depth(); k++) {
      slices.add(slice(k));
    }
    return slices;
  }

  public DicomBytes slice(int k) {
    GridSize size = geometry.size();
    int pixels = size.height() * size.width();
    return image(DicomBytes.CT, SERIES + "." + (k + 1))
        .text(0x00200013, "IS", k + 1)
        .decimals(0x00200032, position(k))
        .decimals(0x00200037, orientation())
        .decimals(0x00280030, spacing(1), spacing(0))
        .decimals(0x00180050, spacing(2))
        .text(0x00281052, "DS", "0")
        .text(0x00281053, "DS", "1")
        .pixels(Arrays.copyOfRange(values, k * pixels, (k + 1) * pixels));
  }

  private DicomBytes image(String sopClass, String instance) {
    GridSize size = geometry.size();
    return new DicomBytes(order)
        .text(0x00080005, "CS", "ISO_IR 192")
        .text(0x00080008, "CS", "ORIGINAL", "PRIMARY", "AXIAL")
        .text(0x00080016, "UI", sopClass)
        .text(0x00080018, "UI", instance)
        .text(0x00080020, "DA", "20260102")
        .text(0x00080030, "TM", "101112")
        .text(0x00080050, "SH", "A1")
        .text(0x00080060, "CS", "CT")
        .text(0x00080090, "PN", "")
        .text(0x0008103e, "LO", "Thorax 2.5 mm")
        .text(0x00100010, "PN", "Müller^Jürgen")
        .text(0x00100020, "LO", "P-17")
        .text(0x00100030, "DA", "19700203")
        .text(0x00100040, "CS", "M")
        .text(0x0020000d, "UI", "1.2.3.4")
        .text(0x0020000e, "UI", SERIES)
        .text(0x00200010, "SH", "S1")
        .text(0x00200011, "IS", 3)
        .text(0x00200052, "UI", "1.2.3.4.9")
        .text(0x00201040, "LO", "")
        .number(0x00280002, 1)
        .text(0x00280004, "CS", "MONOCHROME2")
        .number(0x00280010, size.height())
        .number(0x00280011, size.width())
        .number(0x00280100, 16)
        .number(0x00280101, 16)
        .number(0x00280102, 15)
        .number(0x00280103, 1);
  }

  /** All slices as one enhanced multi-frame image, in reverse. */
  public DicomBytes enhanced() {
    GridSize size = geometry.size();
    int depth = size.depth();
    int pixels = size.height() * size.width();
    DicomBytes[] frames = new DicomBytes[depth];
    short[] reversed = new short[values.length];
    for (int frame = 0; frame < depth; frame++) {
      int k = depth - 1 - frame;
      System.arraycopy(values, k * pixels, reversed, frame * pixels, pixels);
      frames[frame] = item().items(0x00209113, item().decimals(0x00200032, position(k)));
    }
    return image(DicomBytes.ENHANCED_CT, SERIES + ".1")
        .text(0x00200013, "IS", 1)
        .text(0x00280008, "IS", depth)
        .items(
            0x52009229,
            item()
                .items(0x00209116, item().decimals(0x00200037, orientation()))
                .items(
                    0x00289110,
                    item()
                        .decimals(0x00180050, spacing(2))
                        .decimals(0x00280030, spacing(1), spacing(0)))
                .items(0x00289145, item().text(0x00281052, "DS", "0").text(0x00281053, "DS", "1")))
        .items(0x52009230, frames)
        .pixels(reversed);
  }

  private DicomBytes item() {
    return new DicomBytes(order);
  }

  private double spacing(int axis) {
    return geometry.voxelToWorld().columnNorm(axis);
  }

  /** In LPS. */
  public double[] position(int k) {
    Affine a = geometry.voxelToWorld();
    return new double[] {-a.apply(0, 0, 0, k), -a.apply(1, 0, 0, k), a.apply(2, 0, 0, k)};
  }

  public double[] orientation() {
    Affine a = geometry.voxelToWorld();
    double[] cosines = new double[6];
    for (int axis = 0; axis < 2; axis++) {
      for (int world = 0; world < 3; world++) {
        double sign = world < 2 ? -1 : 1;
        cosines[3 * axis + world] = sign * a.get(world, axis) / a.columnNorm(axis);
      }
    }
    return cosines;
  }

  /** Writes each slice to a file of its own. */
  public Path write(Path folder) throws IOException {
    int number = 0;
    for (DicomBytes slice : slices()) {
      slice.write(folder.resolve("IM%04d".formatted(++number)));
    }
    return folder;
  }
}
