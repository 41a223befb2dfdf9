/** Plugins that tests pack into jars: one that works, and one for each way to fail. */
@NullMarked
package org.example.plugin;

import org.jspecify.annotations.NullMarked;
