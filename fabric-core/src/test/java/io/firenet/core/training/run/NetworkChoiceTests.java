package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.io.RecordCodec;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class NetworkChoiceTests {

  private static NetworkChoice read(String json) {
    return RecordCodec.read(TrainingConfig.DEFAULT, parse("{\"network\": " + json + "}")).network();
  }

  private static JsonObject parse(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  @Test
  void settingsWithoutANameAreFirenets() {
    NetworkChoice choice = read("{\"branches\": 2}");
    assertEquals("firenet", choice.name());
    assertEquals(2, choice.settings().getInt("branches"));
  }

  @Test
  void aRunOfBeforeThereWereOtherNetworksIsRead() {
    NetworkChoice choice = read(RecordCodec.write(FabricConfig.DEFAULT).toString());
    assertEquals(NetworkChoice.of("firenet", FabricConfig.DEFAULT), choice);
  }

  @Test
  void anotherNetworkKeepsNoSettings() {
    NetworkChoice other = read("{\"branches\": 2}").with(parse("{\"name\": \"other\"}"));
    assertEquals(NetworkChoice.of("other"), other);
    NetworkChoice same = read("{\"branches\": 2}").with(parse("{\"name\": \"firenet\"}"));
    assertEquals(2, same.settings().getInt("branches"));
  }

  @Test
  void completesAndRefuses() {
    FabricNetwork firenet = new FabricNetwork();
    NetworkChoice complete = read("{\"branches\": 2}").complete(firenet);
    assertEquals(firenet.defaults().keySet(), complete.settings().keySet());
    assertEquals(2, complete.settings().getInt("branches"));
    assertEquals(complete, RecordCodec.read(TrainingConfig.DEFAULT, asConfig(complete)).network());
    assertEquals(
        "unknown setting 'network.branchs'; network 'firenet' has " + firenet.defaults().keySet(),
        refusal("{\"branchs\": 2}"));
    assertEquals(
        "setting 'network.branches' must be like 3, got \"2\"", refusal("{\"branches\": \"2\"}"));
    assertEquals(
        "setting 'network.name' must be like \"firenet\", got 2", refusal("{\"name\": 2}"));
  }

  private static JsonObject asConfig(NetworkChoice choice) {
    return Json.createObjectBuilder().add("network", choice.toJson()).build();
  }

  private static String refusal(String json) {
    return assertThrows(
            IllegalArgumentException.class, () -> read(json).complete(new FabricNetwork()))
        .getMessage();
  }
}
