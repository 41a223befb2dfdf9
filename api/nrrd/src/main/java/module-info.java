/** NRRD images and 3D Slicer's segmentations. */
module io.firenet.format.nrrd {
  requires transitive io.firenet.api;
  requires static org.jspecify;

  exports io.firenet.format.nrrd;

  provides io.firenet.format.ImageFormatProvider with
      io.firenet.format.nrrd.NrrdFormat;
}
