package io.firenet.server.http;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;

/** The client has gone, or has said nothing for too long. */
public final class ClientSilence extends IOException {

  private static final long serialVersionUID = 1L;

  public ClientSilence(Throwable cause) {
    super("the client has gone", cause);
  }

  /** Whether that is why something failed. */
  public static boolean causes(Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      if (each instanceof ClientSilence
          || each instanceof EofException
          || each instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
