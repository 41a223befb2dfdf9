/** What commands of all kinds take: datasets, folders of plugins, sizes. */
@NullMarked
package io.firenet.launcher.argument;

import org.jspecify.annotations.NullMarked;
