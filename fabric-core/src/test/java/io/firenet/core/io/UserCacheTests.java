package io.firenet.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the cache is, on each system. */
class UserCacheTests {

  private static final Path HOME = Path.of("home").toAbsolutePath();

  @Test
  void isWhereTheSystemKeepsCaches() {
    assertEquals(HOME.resolve(".cache/firenet"), UserCache.folder("Linux", HOME, Map.of()));
    assertEquals(
        HOME.resolve("Library/Caches/firenet"), UserCache.folder("Mac OS X", HOME, Map.of()));
    assertEquals(
        HOME.resolve("AppData/Local/firenet"), UserCache.folder("Windows 11", HOME, Map.of()));
  }

  @Test
  void followsTheVariablesOfTheSystem() {
    Path other = Path.of("elsewhere").toAbsolutePath();
    assertEquals(
        other.resolve("firenet"),
        UserCache.folder("Linux", HOME, Map.of("XDG_CACHE_HOME", other.toString())));
    assertEquals(
        HOME.resolve(".cache/firenet"),
        UserCache.folder("Linux", HOME, Map.of("XDG_CACHE_HOME", "relative/is/ignored")));
    assertEquals(
        other.resolve("firenet"),
        UserCache.folder("Windows 11", HOME, Map.of("LOCALAPPDATA", other.toString())));
  }
}
