/**
 * Files: how they are written, whole or not at all; and those that may be anybody's: what kind of
 * thing a path is, what a folder holds, JSON of bounded size and depth, and text that cannot do
 * anything to a terminal.
 */
@NullMarked
package io.firenet.file;

import org.jspecify.annotations.NullMarked;
