package io.firenet.core.report.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the events with a reader that is written from the format's description alone. */
class TensorBoardEventsTests {

  @TempDir Path folder;

  /** CRC-32C bit by bit, polynomial 0x1EDC6F41 reflected. */
  private static int crc(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    return ~crc;
  }

  private static long masked(byte[] bytes) {
    long crc = crc(bytes) & 0xffffffffL;
    return (((crc >> 15) | (crc << 17)) + 0xa282ead8L) & 0xffffffffL;
  }

  private record Event(double time, long step, String version, Map<String, Float> scalars) {}

  private static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertEquals(masked(length), in.getInt() & 0xffffffffL);
      byte[] message =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(message);
      assertEquals(masked(message), in.getInt() & 0xffffffffL);
      events.add(event(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static Event event(ByteBuffer in) {
    double time = 0;
    long step = 0;
    String version = "";
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 0x09 -> time = in.getDouble();
        case 0x10 -> step = varint(in);
        case 0x1a -> version = new String(bytes(in), StandardCharsets.UTF_8);
        case 0x2a -> {
          ByteBuffer summary = part(in);
          while (summary.hasRemaining()) {
            assertEquals(0x0a, varint(summary));
            ByteBuffer value = part(summary);
            assertEquals(0x0a, varint(value));
            String tag = new String(bytes(value), StandardCharsets.UTF_8);
            assertEquals(0x15, varint(value));
            scalars.put(tag, value.getFloat());
          }
        }
        default -> throw new IllegalStateException("unknown field");
      }
    }
    return new Event(time, step, version, scalars);
  }

  private static ByteBuffer part(ByteBuffer in) {
    return ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static RunState state(int epochs) {
    RunState state = RunState.START;
    for (int i = 1; i <= epochs; i++) {
      boolean validated = i % 2 == 0;
      EpochRecord epoch =
          new EpochRecord(
              i,
              1.0 / i,
              validated ? 2.0 / i : Double.NaN,
              validated ? Map.of("heart", new Score("Dice", 0.1 * i)) : Map.of(),
              Map.of("heart", new DatasetLoss(200 + i, 1.0 / i, Double.NaN)),
              0,
              5,
              1e-3,
              Optional.empty(),
              Optional.empty(),
              validated
                  ? Optional.of(Map.of("heart", Map.of("left atrium", 0.1 * i)))
                  : Optional.empty());
      state = state.with(epoch, "2026-01-01T00:00:00Z");
    }
    return state;
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder.resolve("tensorboard"))) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      assertTrue(all.get(0).getFileName().toString().startsWith("events.out.tfevents."));
      return all.get(0);
    }
  }

  @Test
  void theKnownCheckValueOfTheChecksum() {
    assertEquals(0xE3069283, crc("123456789".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void everyEpochIsAnEventOfNamedFigures() throws IOException {
    TensorBoardEvents events = new TensorBoardEvents(RunFolder.create(folder));
    for (int epoch = 1; epoch <= 300; epoch++) { // step 128 and on takes two bytes
      events.epochDone(state(epoch));
    }
    List<Event> read = read(onlyFile());
    assertEquals(301, read.size());
    assertEquals("brain.Event:2", read.get(0).version());
    Event last = read.get(300);
    assertEquals(300, last.step());
    assertEquals(30f, last.scalars().get("heart/Dice/left atrium"), 1e-5);
    assertEquals(500f, last.scalars().get("heart/steps"));
    assertEquals(1f / 299, read.get(299).scalars().get("loss/training"), 1e-7);
    assertTrue(!read.get(299).scalars().containsKey("loss/validation"), "it was not measured");
  }

  @Test
  void aRunThatGoesOnHasAllItsEpochsInOneFile() throws IOException {
    new TensorBoardEvents(RunFolder.create(folder)).epochDone(state(1));
    TensorBoardEvents again = new TensorBoardEvents(RunFolder.create(folder));
    again.epochDone(state(4));
    again.epochDone(state(5));
    List<Event> read = read(onlyFile());
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), read.stream().map(Event::step).toList());
    for (int i = 2; i < 5; i++) { // by how long the epochs took
      assertEquals(5, read.get(i).time() - read.get(i - 1).time(), 1e-3);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenEndsNoTraining() throws IOException {
    Files.writeString(folder.resolve("tensorboard"), "a file in the way");
    new TensorBoardEvents(RunFolder.create(folder)).epochDone(state(1));
    assertEquals("a file in the way", Files.readString(folder.resolve("tensorboard")));
  }
}
