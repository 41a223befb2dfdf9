/**
 * Folders of labelled images: what a layout of them is, what one holds, and datasets that are made
 * of one, with or without a class of their own.
 */
@NullMarked
package io.firenet.folder;

import org.jspecify.annotations.NullMarked;
