package org.example;

import io.firenet.architecture.NetworkProvider;
import io.firenet.testkit.NetworkContractTests;
import jakarta.json.Json;
import jakarta.json.JsonObject;

/** The contract of a network. */
class __CLASS__ContractTests extends NetworkContractTests {

  @Override
  protected NetworkProvider provider() {
    return new __CLASS__();
  }

  /** Keeps the test short that trains the network and compares it with its export. */
  @Override
  protected JsonObject smallSettings() {
    return Json.createObjectBuilder().add("channels", 4).build();
  }
}
