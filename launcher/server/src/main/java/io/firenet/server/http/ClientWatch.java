package io.firenet.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Whether the client of a request that takes long still waits. To be asked by the thread that
 * handles the request, after its body was read: nobody else reads from the connection then.
 */
public final class ClientWatch {

  private final Context ctx;
  private final EndPoint endPoint;
  private boolean talks;

  private ClientWatch(Context ctx, EndPoint endPoint) {
    this.ctx = ctx;
    this.endPoint = endPoint;
  }

  public static ClientWatch of(Context ctx) {
    return new ClientWatch(
        ctx,
        ServletContextRequest.getServletContextRequest(ctx.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint());
  }

  /** Whether the client has closed the connection. */
  public boolean isGone() {
    if (talks) {
      return !endPoint.isOpen();
    }
    try {
      ByteBuffer next = ByteBuffer.allocate(1).limit(0);
      int read = endPoint.fill(next);
      if (read > 0) { // a next request, of which this byte is lost: the client has to send it anew
        talks = true;
        ctx.header("Connection", "close");
      }
      return read < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
