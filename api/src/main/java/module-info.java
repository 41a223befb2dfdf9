/**
 * Volumes, image formats, the network description, preprocessing, extension points, the model card.
 */
module io.firenet.api {
  requires jakarta.json;
  requires jdk.management;
  requires static org.jspecify;

  exports io.firenet.architecture;
  exports io.firenet.dataset;
  exports io.firenet.decoder;
  exports io.firenet.file;
  exports io.firenet.folder;
  exports io.firenet.format;
  exports io.firenet.format.metaimage;
  exports io.firenet.format.nifti;
  exports io.firenet.format.voxel;
  exports io.firenet.layout;
  exports io.firenet.machine;
  exports io.firenet.model;
  exports io.firenet.network;
  exports io.firenet.preprocess;
  exports io.firenet.volume;

  uses io.firenet.folder.FolderLayout;
  uses io.firenet.file.WriteSteps;
  uses io.firenet.format.ImageFormatProvider;

  provides io.firenet.format.ImageFormatProvider with
      io.firenet.format.nifti.NiftiFormat,
      io.firenet.format.metaimage.MetaImageFormat;
  provides io.firenet.folder.FolderLayout with
      io.firenet.layout.DecathlonLayout,
      io.firenet.layout.NnunetLayout,
      io.firenet.layout.TotalSegmentatorLayout;
}
