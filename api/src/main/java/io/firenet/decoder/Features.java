package io.firenet.decoder;

import io.firenet.network.Node;

/**
 * What the shared trunk offers a decoder head. Channels are the defaults of the network; a head
 * reads them from the nodes' shapes.
 *
 * @param full encoder level 0, {@code [32, size]}
 * @param half encoder level 1, {@code [64, size/2]}
 * @param fabric output of the fabric representation module, {@code [64, size/4]}
 */
public record Features(Node full, Node half, Node fabric) {}
