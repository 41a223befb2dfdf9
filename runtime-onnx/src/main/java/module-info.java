/** Segments, classifies or measures volumes with an exported model. */
module io.firenet.runtime {
  requires transitive io.firenet.api;
  requires com.microsoft.onnxruntime;
  requires static org.jspecify;

  exports io.firenet.runtime;
}
