package io.firenet.core.experiment;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name. */
final class Host {

  private Host() {}

  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
