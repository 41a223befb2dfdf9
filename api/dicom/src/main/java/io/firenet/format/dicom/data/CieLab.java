package io.firenet.format.dicom.data;

import java.nio.ByteBuffer;

/**
 * Colours as DICOM stores them: CIELab with the white D50, scaled to 16 bits (PS3.3, C.10.7.1.1).
 */
public final class CieLab {

  private static final double[] WHITE = {0.96422, 1, 0.82521};

  // sRGB to XYZ, adapted from D65 to D50 (Bradford), and back
  private static final double[][] TO_XYZ = {
    {0.4360747, 0.3850649, 0.1430804},
    {0.2225045, 0.7168786, 0.0606169},
    {0.0139322, 0.0971045, 0.7141733}
  };
  private static final double[][] FROM_XYZ = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private CieLab() {}

  /** The three 16-bit numbers of a colour {@code 0xRRGGBB}. */
  public static int[] encode(int rgb) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double s = (rgb >> (16 - 8 * i) & 255) / 255.0;
      linear[i] = s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
    }
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      double t = dot(TO_XYZ[i], linear) / WHITE[i];
      f[i] = t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
    }
    double lightness = 116 * f[1] - 16;
    return new int[] {
      scaled(lightness / 100),
      scaled((500 * (f[0] - f[1]) + 128) / 255),
      scaled((200 * (f[1] - f[2]) + 128) / 255)
    };
  }

  private static int scaled(double share) {
    return (int) Math.round(Math.max(0, Math.min(1, share)) * 65535);
  }

  /** The colour of a segment's item, or another if it has none. */
  public static int rgb(DataSet item, int otherwise) {
    if (!(item.get(Tag.RecommendedDisplayCIELabValue) instanceof Element.Value value)
        || value.bytes().length != 6) {
      return otherwise;
    }
    ByteBuffer bytes = ByteBuffer.wrap(value.bytes()).order(item.order());
    double lightness = (bytes.getShort() & 0xffff) / 65535.0 * 100;
    double a = (bytes.getShort() & 0xffff) / 65535.0 * 255 - 128;
    double b = (bytes.getShort() & 0xffff) / 65535.0 * 255 - 128;
    double y = (lightness + 16) / 116;
    double[] f = {y + a / 500, y, y - b / 200};
    double[] xyz = new double[3];
    for (int i = 0; i < 3; i++) {
      double cube = f[i] * f[i] * f[i];
      xyz[i] = WHITE[i] * (cube > 0.008856 ? cube : (f[i] - 16.0 / 116) / 7.787);
    }
    int rgb = 0;
    for (int i = 0; i < 3; i++) {
      double s = dot(FROM_XYZ[i], xyz);
      s = s <= 0.0031308 ? 12.92 * s : 1.055 * Math.pow(s, 1 / 2.4) - 0.055;
      rgb = (rgb << 8) | (int) Math.round(Math.max(0, Math.min(1, s)) * 255);
    }
    return rgb;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
