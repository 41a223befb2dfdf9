/** KServe's inference protocol, version 2: health, metadata and tensors. */
@NullMarked
package io.firenet.server.kserve;

import org.jspecify.annotations.NullMarked;
