package io.firenet.core.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTests {

  private static final double NONE = Double.POSITIVE_INFINITY;

  @Test
  void endsAreRoundAndCoverTheValues() {
    Scale dice = Scale.covering(0.713, 0.964, 0, 1, 6);
    assertEquals(0.7, dice.least(), 1e-12);
    assertEquals(1, dice.most(), 1e-12);
    assertEquals(List.of("0.7", "0.8", "0.9", "1.0"), labels(dice));
    assertEquals(List.of("0", "5", "10", "15", "20"), labels(Scale.covering(0, 17, 0, NONE, 6)));
    assertEquals(0.5, dice.position(0.85), 1e-12);
  }

  @Test
  void endsThatCannotBePassedAreKept() {
    Scale scale = Scale.covering(0.9995, 1, 0, 1, 6);
    assertTrue(scale.most() <= 1);
    assertTrue(Scale.covering(0.001, 0.3, 0, 1, 6).least() >= 0);
  }

  @Test
  void oneValueOrNoneHasALengthToo() {
    for (double value : new double[] {0, 0.5, 1, 1234}) {
      Scale scale = Scale.covering(value, value, 0, value == 1234 ? NONE : 1, 6);
      assertTrue(scale.least() <= value && value <= scale.most(), scale::toString);
      assertTrue(scale.most() > scale.least(), scale::toString);
      assertTrue(scale.marks().size() >= 2, scale::toString);
    }
    Scale nothing = Scale.covering(NONE, -NONE, 0, 1, 6);
    assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(nothing));
  }

  private static List<String> labels(Scale scale) {
    return scale.marks().stream().map(scale::label).toList();
  }
}
