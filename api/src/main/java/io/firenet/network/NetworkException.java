package io.firenet.network;

/** A network that cannot be built; the message names the node, what it needs and what it got. */
public final class NetworkException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with a node.
   *
   * @param node its name
   * @param problem in one line, without the node
   */
  public NetworkException(String node, String problem) {
    super("node '" + node + "': " + problem);
  }
}
