package org.example;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;

/** The network that {@code train --network __NAME__} trains. */
@ServiceProvider(NetworkProvider.class)
public final class __CLASS__ implements NetworkProvider {

  @Override
  public String name() {
    return "__NAME__";
  }

  @Override
  public String description() {
    return "__TITLE__"; // FILL IN: one line for people
  }

  @Override
  public String source() {
    return "unpublished"; // FILL IN: what to cite, authors, title, year
  }

  /**
   * FILL IN: every setting with its default. A user's {@code --config} changes them, {@code
   * {"network": {"name": "__NAME__", "channels": 8}}}; the program refuses settings that are not
   * here and values of another type.
   */
  @Override
  public JsonObject defaults() {
    return Json.createObjectBuilder().add("channels", 16).build();
  }

  /**
   * FILL IN: your network, node by node; this one is a U-Net of two resolutions. Comments give the
   * channels with default settings and the size, n being the image's: any from 11 voxels a side.
   */
  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name()); // it labels voxels; heads for whole images do not fit
    int c = request.settings().getInt("channels"); // the defaults, with what the user set
    if (c < 1) {
      throw new IllegalArgumentException("network setting channels must be 1 or more, got " + c);
    }
    Blocks blocks = new Blocks(net, 1e-5, 0.01); // epsilon of the norms, slope of the LeakyReLUs
    Node image = net.input(request.channels());

    // The stem: each dataset has its own, as only it may depend on the number of image channels.
    Node stem = net.part(Part.STEM, "stem", () -> blocks.convBlock("conv", 3, 1, 1, c, image));

    // The trunk: what is in no part. All datasets of a run train it together.
    Node fine = blocks.convBlock("fine", 3, 1, 1, c, stem); // [16, n]
    Node down = blocks.convBlock("down", 3, 2, 1, 2 * c, fine); // [32, n/2], stride 2
    Node coarse = blocks.convBlock("coarse", 3, 1, 1, 2 * c, down); // [32, n/2]
    Node up = net.convTranspose("up", c, coarse); // [16, n]
    Node both = net.add("both", new Layer.Concat(), fine, up); // [32, n]
    Node joined = blocks.convBlock("joined", 3, 1, 1, c, both); // [16, n]

    // The decoder: each dataset has its own, as only it may depend on the number of classes K.
    return net.part(
        Part.DECODER,
        "decoder",
        () ->
            List.of(
                new Output("logits", net.pointwise("logits", request.classes(), joined), false),
                // [K, n/2], helps training only: its loss is added, it is not exported
                new Output("half", net.pointwise("half", request.classes(), coarse), true)));
  }
}
