package io.firenet.server.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedRunTests {

  @TempDir Path folder;

  @Test
  void aRunIsDoneOnceTheResultsAreThoseOfItsLastEpoch() throws IOException {
    ServedRun run = new ServedRun("run", folder);
    assertEquals(ServedRun.State.WAITING, run.state());
    write("run.json", "{}");
    write("progress.json", "{\"history\": [{\"epoch\": 1}, {\"epoch\": 2}]}");
    assertEquals(ServedRun.State.STOPPED, run.state());
    write("results.json", "{\"epoch\": 1, \"datasets\": []}"); // of an end before it went on
    assertEquals(ServedRun.State.STOPPED, run.state());
    write("results.json", "{\"epoch\": 2, \"datasets\": []}");
    assertEquals(ServedRun.State.DONE, run.state());
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }
}
