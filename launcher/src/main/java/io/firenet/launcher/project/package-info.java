/** Writes Maven projects for authors of plugins, from the templates of the same resource folder. */
@NullMarked
package io.firenet.launcher.project;

import org.jspecify.annotations.NullMarked;
