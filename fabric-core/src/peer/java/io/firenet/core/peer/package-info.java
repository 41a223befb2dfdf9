/**
 * The peer: the same network in libtorch, to hold the project's own training step against, in speed
 * and in gradients. Built and run with {@code -Ppeer} only.
 */
@NullMarked
package io.firenet.core.peer;

import org.jspecify.annotations.NullMarked;
