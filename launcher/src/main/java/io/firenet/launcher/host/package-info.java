/** Runs plugin jars as OSGi bundles inside the launcher. */
@NullMarked
package io.firenet.launcher.host;

import org.jspecify.annotations.NullMarked;
