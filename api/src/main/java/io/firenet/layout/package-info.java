/**
 * The layouts of folders of labelled images that come along: the Decathlon's, nnU-Net's and
 * TotalSegmentator's, each a class that {@link io.firenet.folder.FolderLayout} finds.
 */
@NullMarked
package io.firenet.layout;

import org.jspecify.annotations.NullMarked;
