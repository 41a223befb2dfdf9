package io.firenet.core.network;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.testkit.NetworkContractTests;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Nested;

/** Every network of this program keeps the contract. */
class NetworksContractTests {

  abstract static class Ours extends NetworkContractTests {
    private final NetworkProvider provider;
    private final String small;

    Ours(NetworkProvider provider, String small) {
      this.provider = provider;
      this.small = small;
    }

    @Override
    protected NetworkProvider provider() {
      return provider;
    }

    @Override
    protected JsonObject smallSettings() {
      return Json.createReader(new StringReader(small)).readObject();
    }

    @Override
    protected boolean isPlugin() {
      return false;
    }
  }

  @Nested
  class OfFirenet extends Ours {
    OfFirenet() {
      super(
          new FabricNetwork(),
          "{\"stemChannels\": 4, \"fabricChannels\": 6, \"branches\": 2, \"nodes\": 2}");
    }
  }

  @Nested
  class OfUNet3d extends Ours {
    OfUNet3d() {
      super(new UNet3d(), "{\"channels\": 4}");
    }
  }

  @Nested
  class OfImprovedUNet3d extends Ours {
    OfImprovedUNet3d() {
      super(new ImprovedUNet3d(), "{\"channels\": 4}");
    }
  }

  @Nested
  class OfVNet extends Ours {
    OfVNet() {
      super(new VNet(), "{\"channels\": 3}");
    }
  }

  @Nested
  class OfCan3d extends Ours {
    OfCan3d() {
      super(new Can3d(), "{\"channels\": 8}");
    }
  }

  @Nested
  class OfPlainUNet extends Ours {
    OfPlainUNet() {
      super(new PlainUNet(), "{\"channels\": 4, \"maxChannels\": 16}");
    }
  }

  @Nested
  class OfUniversalUNet3d extends Ours {
    OfUniversalUNet3d() {
      super(new UniversalUNet3d(), "{\"channels\": 8, \"levels\": 4}");
    }
  }

  @Nested
  class OfDenseUNet3d extends Ours {
    OfDenseUNet3d() {
      super(new DenseUNet3d(), "{\"channels\": 4}");
    }
  }
}
