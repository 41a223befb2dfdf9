package io.firenet.core.training.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name. */
public final class Host {

  private Host() {}

  /**
   * Its host name; {@code unknown} if it has none.
   *
   * @return never empty
   */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
