package io.firenet.testkit.proof;

import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.network.Layer;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalInt;

/** A faultless network, and its descendants with one mistake each. */
final class FaultyNetworks {

  private FaultyNetworks() {}

  /** A stem, one convolution at half the resolution, and the logits. */
  public static class ToyNetwork implements NetworkProvider {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String description() {
      return "the smallest network there is";
    }

    @Override
    public String source() {
      return "nobody, nowhere, never";
    }

    @Override
    public JsonObject defaults() {
      return Json.createObjectBuilder().add("channels", 4).build();
    }

    @Override
    public List<Output> build(NetworkBuilder net, NetworkRequest request) {
      request.requireSegmentation(name());
      int channels = request.settings().getInt("channels");
      Node image = net.input(request.channels());
      Node stem = net.part(Part.STEM, "stem", () -> net.conv("conv", 3, 1, 1, channels, image));
      Node half = net.conv("half", 3, 2, 1, channels, stem);
      return net.part(Part.DECODER, "decoder", () -> outputs(net, half, request.classes()));
    }

    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      Node coarse = net.pointwise("coarse", classes, half);
      Node logits = net.resize("logits", 1, coarse);
      return List.of(new Output("logits", logits, false), new Output("coarse", coarse, true));
    }
  }

  public static class SpacedName extends ToyNetwork {
    @Override
    public String name() {
      return "My Network";
    }
  }

  public static class NoSource extends ToyNetwork {
    @Override
    public String source() {
      return "";
    }
  }

  public static class SettingCalledName extends ToyNetwork {
    @Override
    public JsonObject defaults() {
      return Json.createObjectBuilder().add("name", 1).build();
    }
  }

  public static class CoarseOutput extends ToyNetwork {
    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      return List.of(new Output("logits", net.pointwise("coarse", classes, half), false));
    }
  }

  public static class UnreadOutput extends ToyNetwork {
    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      return List.of(new Output("scores", super.outputs(net, half, classes).get(0).node(), false));
    }
  }

  public static class TwoFinalOutputs extends ToyNetwork {
    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      return super.outputs(net, half, classes).stream()
          .map(output -> new Output(output.name(), output.node(), false))
          .toList();
    }
  }

  public static class AuxiliaryOfThreeClasses extends ToyNetwork {
    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      Node coarse = net.pointwise("three", 3, half);
      return List.of(super.outputs(net, half, classes).get(0), new Output("three", coarse, true));
    }
  }

  public static class FirstConvolutionShared extends ToyNetwork {
    @Override
    public List<Output> build(NetworkBuilder net, NetworkRequest request) {
      request.requireSegmentation(name());
      Node image = net.input(request.channels());
      Node half = net.conv("half", 3, 2, 1, 4, image);
      return net.part(Part.DECODER, "decoder", () -> outputs(net, half, request.classes()));
    }
  }

  public static class OneMoreClassOnly extends ToyNetwork {
    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      Node two = net.pointwise("two", 2, half);
      Node more = classes == 3 ? net.pointwise("one", 1, half) : two;
      Node all = net.add("all", new Layer.Concat(), two, more);
      return List.of(new Output("logits", net.resize("logits", 1, all), false));
    }
  }

  public static class AnswersWithVoxels extends ToyNetwork {
    @Override
    public List<Output> build(NetworkBuilder net, NetworkRequest request) {
      Node image = net.input(request.channels());
      Node stem = net.part(Part.STEM, "stem", () -> net.conv("conv", 3, 1, 1, 4, image));
      Node half = net.conv("half", 3, 2, 1, 4, stem);
      return net.part(Part.DECODER, "decoder", () -> outputs(net, half, request.classes()));
    }
  }

  public static class CurtRefusal extends ToyNetwork {
    @Override
    public List<Output> build(NetworkBuilder net, NetworkRequest request) {
      if (request.decoder().objective().wholeImage()) {
        throw new IllegalArgumentException("no");
      }
      return super.build(net, request);
    }
  }

  public static class TinyPatches extends ToyNetwork {
    @Override
    public OptionalInt patchSide(NetworkRequest request) {
      return OptionalInt.of(8);
    }
  }

  public static class CountsItsNetworks extends ToyNetwork {
    private int networks;

    @Override
    List<Output> outputs(NetworkBuilder net, Node half, int classes) {
      return net.scope("network" + networks++, () -> super.outputs(net, half, classes));
    }
  }
}
