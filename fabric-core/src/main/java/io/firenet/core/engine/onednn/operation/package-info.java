/**
 * Operations that oneDNN compiles for a size and keeps, the threads that they run with, and what
 * this machine is good at.
 */
@NullMarked
package io.firenet.core.engine.onednn.operation;

import org.jspecify.annotations.NullMarked;
