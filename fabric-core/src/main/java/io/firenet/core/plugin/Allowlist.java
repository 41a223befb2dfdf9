package io.firenet.core.plugin;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jars may run. A file of lines {@code sha256 HEX} (of the jar) and {@code signer HEX} (the
 * SHA-256 of the signer's certificate); {@code #} starts a comment. Colons between digits, as
 * keytool prints them, are skipped.
 */
public final class Allowlist {

  private static final Pattern LINE =
      Pattern.compile("(sha256|signer)\\s+([0-9a-f]{64})", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final Set<String> hashes = new HashSet<>();
  private final Set<String> signers = new HashSet<>();

  private Allowlist(Path file) {
    this.file = file;
  }

  /**
   * Reads a list.
   *
   * @param file a text file, see the class
   * @return the list, as it is now: later changes of the file do not matter
   * @throws PluginException if it is not there, or a line is not understood: with half a list
   *     nobody would know what runs
   * @throws IOException if it cannot be read
   */
  public static Allowlist read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new PluginException(file + ": no such allowlist");
    }
    Allowlist list = new Allowlist(file);
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        list.add(lines.get(i), i + 1);
      }
    } catch (MalformedInputException e) {
      throw new PluginException(file + ": not an allowlist, it is no UTF-8 text", e);
    }
    return list;
  }

  private void add(String line, int number) {
    String entry = line.replaceFirst("#.*", "").replace(":", "").strip();
    if (entry.isEmpty()) {
      return;
    }
    Matcher matcher = LINE.matcher(entry);
    if (!matcher.matches()) {
      throw new PluginException(
          "%s:%s: expected 'sha256 HEX' or 'signer HEX' with 64 digits, found '%s'"
              .formatted(file, number, entry));
    }
    boolean hash = matcher.group(1).toLowerCase(Locale.ROOT).equals("sha256");
    (hash ? hashes : signers).add(matcher.group(2).toLowerCase(Locale.ROOT));
  }

  /**
   * Lets a jar pass or not.
   *
   * @param jar what the message calls it
   * @param identity hash and signers of the jar
   * @throws PluginException if neither its hash nor a signer of all of it is on the list
   */
  public void check(Path jar, JarIdentity identity) {
    boolean signer = identity.signers().stream().anyMatch(signers::contains);
    if (!signer && !hashes.contains(identity.sha256())) {
      throw new PluginException(
          "%s: not on the allowlist %s and therefore not started; to trust it, add the line 'sha256 %s  # %s'"
              .formatted(jar, file, identity.sha256(), jar.getFileName()));
    }
  }
}
