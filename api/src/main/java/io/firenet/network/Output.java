package io.firenet.network;

/**
 * An output of a network with what it is trained for.
 *
 * @param name the name users meet, for example {@code logits}
 * @param node the node whose tensor it is
 * @param auxiliary whether it only helps training (deep supervision) and is left out of an export
 */
public record Output(String name, Node node, boolean auxiliary) {}
