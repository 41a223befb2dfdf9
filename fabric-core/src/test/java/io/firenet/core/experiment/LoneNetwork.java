package io.firenet.core.experiment;

import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.io.RecordCodec;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Output;
import jakarta.json.JsonObject;
import java.util.List;

/** A small network that takes one dataset only. */
public final class LoneNetwork implements NetworkProvider {

  private final FabricNetwork network = new FabricNetwork();

  @Override
  public String name() {
    return "lone";
  }

  @Override
  public String description() {
    return "Takes one dataset only.";
  }

  @Override
  public String source() {
    return "none";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(new FabricConfig(4, 6, 4, 1, 1, List.of(1), 1e-5, 0.01));
  }

  @Override
  public boolean oneDatasetOnly() {
    return true;
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    return network.build(net, request);
  }
}
