@NullMarked
package io.firenet.core;

import org.jspecify.annotations.NullMarked;
