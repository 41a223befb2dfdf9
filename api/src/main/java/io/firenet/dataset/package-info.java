/** The extension points for datasets and for layouts of their folders, and what opens a folder. */
@NullMarked
package io.firenet.dataset;

import org.jspecify.annotations.NullMarked;
