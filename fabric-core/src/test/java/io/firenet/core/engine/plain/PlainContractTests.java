package io.firenet.core.engine.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Computes;
import io.firenet.core.engine.KernelLibraryContractTests;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.UNet;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainContractTests extends KernelLibraryContractTests {

  @Override
  protected Compute compute() {
    return Computes.PLAIN;
  }

  @Override
  protected Compute other() {
    return Computes.ONEDNN;
  }

  @Override
  protected List<GridSize> sizes() {
    return List.of(new GridSize(1, 3, 2), new GridSize(9, 5, 10));
  }

  @Test
  void thereIsNoBfloat16() {
    Network network = UNet.build();
    assertEquals(Precision.F32, Precision.AUTO.resolve(network, Computes.PLAIN));
    assertThrows(
        IllegalArgumentException.class, () -> Precision.BF16.resolve(network, Computes.PLAIN));
  }
}
