/** Volumes, the network description, preprocessing, extension points and the model card. */
module io.firenet.api {
  requires jakarta.json;
  requires static org.jspecify;

  exports io.firenet.dataset;
  exports io.firenet.decoder;
  exports io.firenet.model;
  exports io.firenet.network;
  exports io.firenet.preprocess;
  exports io.firenet.volume;
}
