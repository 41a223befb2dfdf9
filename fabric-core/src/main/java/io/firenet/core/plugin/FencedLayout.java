package io.firenet.core.plugin;

import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderLayout;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's layout of folders behind a fence. Layouts are asked about folders that are none of
 * theirs; one that breaks then costs a line and is not asked again.
 */
public final class FencedLayout implements FolderLayout {

  private static final Logger LOG = LoggerFactory.getLogger(FencedLayout.class);

  private final FolderLayout layout;
  private final String name;
  private final String hallmark;
  private volatile boolean broken;

  /**
   * Asks for everything that must not change.
   *
   * @param source whose layout it is, for messages
   * @param layout the plugin's object
   * @throws PluginException if it cannot be had
   */
  public FencedLayout(PluginSource source, FolderLayout layout) {
    this.layout = new Fence(source).around(FolderLayout.class, layout);
    name = this.layout.name();
    hallmark = this.layout.hallmark();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String hallmark() {
    return hallmark;
  }

  @Override
  public Evidence evidence(DatasetFolder folder) throws IOException {
    try {
      return broken ? Evidence.NONE : layout.evidence(folder);
    } catch (PluginException e) {
      broken = true;
      LOG.warn("{}; the layout is left out from here on", e.getMessage());
      return Evidence.NONE;
    }
  }

  @Override
  public FolderContents list(DatasetFolder folder) throws IOException {
    return layout.list(folder);
  }
}
