/** DICOM series, segmentations and structure sets. */
module io.firenet.format.dicom {
  requires transitive io.firenet.api;
  requires java.desktop;
  requires com.twelvemonkeys.imageio.jpeg;
  requires jai.imageio.jpeg2000;
  requires static org.jspecify;

  exports io.firenet.format.dicom;

  provides io.firenet.format.ImageFormatProvider with
      io.firenet.format.dicom.DicomFormat;
}
