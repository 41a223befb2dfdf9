package io.firenet.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which plugin jars may run: all of them, those on an allowlist, and in a folder with a file
 * {@value #FOLDER_LIST} those that are on this too.
 */
public final class TrustPolicy {

  /** Name of the allowlist that a plugins folder has for itself. */
  public static final String FOLDER_LIST = "allowlist";

  private final Optional<Allowlist> general;

  private TrustPolicy(Optional<Allowlist> general) {
    this.general = general;
  }

  /**
   * Only the folders' own lists count.
   *
   * @return jars of a folder without a list all pass
   */
  public static TrustPolicy ofFolders() {
    return new TrustPolicy(Optional.empty());
  }

  /**
   * A list for jars from everywhere.
   *
   * @param allowlist a file as {@link Allowlist#read} takes it
   * @return a policy by which a jar must be on the list and, where it lies in a folder with a list,
   *     on that too
   * @throws PluginException if it is not there or not understood
   * @throws IOException if it cannot be read
   */
  public static TrustPolicy ofFile(Path allowlist) throws IOException {
    return new TrustPolicy(Optional.of(Allowlist.read(allowlist)));
  }

  /**
   * Lets a jar pass or not.
   *
   * @param jar where it lies or is to lie
   * @param identity hash and signers of the jar
   * @throws PluginException if it is not on a list that counts for it, or a list is damaged
   * @throws IOException if a folder's list cannot be read
   */
  public void check(Path jar, JarIdentity identity) throws IOException {
    if (general.isPresent()) {
      general.get().check(jar, identity);
    }
    Path folderList = jar.toAbsolutePath().resolveSibling(FOLDER_LIST);
    if (Files.exists(folderList)) {
      Allowlist.read(folderList).check(jar, identity);
    }
  }
}
