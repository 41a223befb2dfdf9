package io.firenet.dataset.phantom;

import java.util.Random;

/**
 * The shape of one generated abdomen, as a function of position. Coordinates run from −1 to 1 over
 * the image: x to the patient's right, y to the front, z to the head.
 */
final class Anatomy {

  /** What a point lies in: its label and its brightness, 0 to 1. */
  enum Tissue {
    AIR(0, 0.02),
    FAT(0, 0.85),
    MUSCLE(0, 0.34),
    BOWEL(0, 0.46),
    MESENTERY(0, 0.70),
    LIVER(1, 0.60),
    KIDNEY_CORTEX(2, 0.76),
    KIDNEY_MEDULLA(2, 0.56),
    BONE_CORTEX(3, 0.06),
    BONE_MARROW(3, 0.66),
    SPINAL_CANAL(0, 0.95),
    AORTA(4, 0.14);

    final int label;
    final double brightness;

    Tissue(int label, double brightness) {
      this.label = label;
      this.brightness = brightness;
    }
  }

  private final Random random;
  private final double bodyX;
  private final double bodyY;
  private final double liverSize;
  private final double liverZ;
  private final double[] kidneyX;
  private final double[] kidneyZ;
  private final double kidneySize;
  private final double spineSize;
  private final double spineBend;
  private final double discPhase;
  private final double aortaX;
  private final double aortaBend;
  private final double aortaPhase;
  private final double gutPhase;
  private final double roll;

  Anatomy(Random random) {
    this.random = random;
    bodyX = around(0.90, 0.05);
    bodyY = around(0.84, 0.06);
    liverSize = around(1.0, 0.12);
    liverZ = around(0.35, 0.2);
    kidneyX = new double[] {around(0.44, 0.04), around(-0.46, 0.04)};
    kidneyZ = new double[] {around(-0.28, 0.15), around(-0.10, 0.15)};
    kidneySize = around(1.0, 0.12);
    spineSize = around(1.0, 0.1);
    spineBend = around(0, 0.06);
    discPhase = around(0, Math.PI);
    aortaX = around(-0.14, 0.04);
    aortaBend = around(0.05, 0.03);
    aortaPhase = around(0, 1);
    gutPhase = around(0, Math.PI);
    roll = around(0, 0.12);
  }

  private double around(double middle, double spread) {
    return middle + spread * (2 * random.nextDouble() - 1);
  }

  /** The tissue at a point. */
  Tissue at(double px, double py, double z) {
    double cos = StrictMath.cos(roll);
    double sin = StrictMath.sin(roll);
    double x = cos * px - sin * py;
    double y = sin * px + cos * py;
    double body = ellipse(x / bodyX, y / bodyY);
    if (body > 1) {
      return Tissue.AIR;
    }
    double spineX = x - spineBend * z * z;
    Tissue bone = spine(spineX, y + 0.46, z);
    if (bone != Tissue.MUSCLE) {
      return bone;
    }
    double bend = aortaBend * StrictMath.sin(2 * z + aortaPhase);
    if (ellipse(spineX - aortaX - bend, y + 0.08) < 0.125 * 0.125) {
      return Tissue.AORTA;
    }
    if (body > 0.84) {
      return Tissue.FAT;
    }
    for (int side = 0; side < 2; side++) {
      Tissue kidney = kidney(side, x, y, z);
      if (kidney != Tissue.MUSCLE) {
        return kidney;
      }
    }
    return body > 0.70 ? Tissue.MUSCLE : inside(x, y, z);
  }

  /** Vertebrae with a dark cortex and dark discs in between, the bright canal behind them. */
  private Tissue spine(double x, double y, double z) {
    double vertebra = ellipse(x / (0.24 * spineSize), y / (0.20 * spineSize));
    if (vertebra < 1) {
      boolean disc = StrictMath.sin(7 * z + discPhase) > 0.86;
      return disc || vertebra > 0.55 ? Tissue.BONE_CORTEX : Tissue.BONE_MARROW;
    }
    if (ellipse(x / 0.10, (y + 0.28) / 0.08) < 1) {
      return Tissue.SPINAL_CANAL;
    }
    boolean arch = ellipse(x / 0.19, (y + 0.27) / 0.15) < 1;
    return arch ? Tissue.BONE_CORTEX : Tissue.MUSCLE;
  }

  /** A bean: an ellipsoid with a dent towards the spine and a darker middle. */
  private Tissue kidney(int side, double x, double y, double z) {
    double outward = side == 0 ? 1 : -1;
    double dx = (x - kidneyX[side]) * outward;
    double dy = y + 0.28;
    double dz = z - kidneyZ[side];
    double bent = dx + 0.35 * dz * dz;
    double r = ellipsoid(bent / 0.20, dy / 0.24, dz / 0.52) / (kidneySize * kidneySize);
    boolean dent = ellipsoid((dx + 0.24) / 0.13, dy / 0.13, dz / 0.2) < 1;
    if (r > 1 || dent) {
      return Tissue.MUSCLE;
    }
    return r > 0.4 ? Tissue.KIDNEY_CORTEX : Tissue.KIDNEY_MEDULLA;
  }

  /** A wedge on the right that thins out to the left, hollow below; bowel and fat elsewhere. */
  private Tissue inside(double x, double y, double z) {
    double dx = x - 0.30;
    double dy = y - 0.16;
    double dz = z - liverZ;
    double wedge = 0.46 * (1 + 0.55 * Math.max(-1, Math.min(1, dx)));
    double r = ellipsoid(dx / 0.66, dy / wedge, dz / 0.72) / (liverSize * liverSize);
    boolean hollow = ellipsoid((x + 0.20) / 0.48, (y + 0.20) / 0.34, (z + 0.2) / 1.2) < 1;
    if (r < 1 && !hollow) {
      return Tissue.LIVER;
    }
    double along = StrictMath.sin(6 * x + 2 * StrictMath.sin(4 * y + gutPhase) + 3 * z);
    double across = StrictMath.sin(5 * y - 4 * z + 2 * StrictMath.sin(3 * x - gutPhase));
    return along * across > -0.05 ? Tissue.BOWEL : across < -0.6 ? Tissue.MESENTERY : Tissue.MUSCLE;
  }

  private static double ellipse(double x, double y) {
    return x * x + y * y;
  }

  private static double ellipsoid(double x, double y, double z) {
    return x * x + y * y + z * z;
  }
}
