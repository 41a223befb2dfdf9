/**
 * The networks that FIRENet is compared with, a file each. Where a paper leaves something open, the
 * file says what is ours.
 */
@NullMarked
package io.firenet.core.network;

import org.jspecify.annotations.NullMarked;
