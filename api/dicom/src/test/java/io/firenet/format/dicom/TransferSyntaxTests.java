package io.firenet.format.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.firenet.format.dicom.data.ByteSource;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.pixel.FrameReader;
import io.firenet.format.dicom.pixel.PixelLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored values, frame by frame, against pydicom's. */
class TransferSyntaxTests {

  private static final Map<String, String> REFUSED =
      Map.of(
          "JPEG2000-embedded-sequence-delimiter.dcm", "its header says", // its size is overwritten
          "JPEG-lossy.dcm", "transfer syntax 1.2.840.10008.1.2.4.51",
          "JPGExtended.dcm", "transfer syntax 1.2.840.10008.1.2.4.51");

  @TempDir private Path folder;

  /** As values.py prints it. */
  private static String values(Path file) throws IOException {
    DicomFile dicom = DicomFile.read(ByteSource.of(file), tag -> true);
    PixelLayout layout = PixelLayout.of(dicom.data(), file.toString());
    FrameReader reader = new FrameReader(dicom, layout);
    MessageDigest digest = sha256();
    long sum = 0;
    for (int frame = 0; frame < layout.frames(); frame++) {
      int[] values = reader.read(frame);
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(values);
      digest.update(bytes.array());
      for (int value : values) {
        sum += value;
      }
    }
    return "%d\t%d\t%d\t%d\t%s"
        .formatted(
            layout.rows(),
            layout.columns(),
            layout.frames(),
            sum,
            HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<Path, String> expected(List<Path> files) throws IOException {
    String output =
        Tools.python(
            folder, "values.py", files.stream().map(Path::toString).toArray(String[]::new));
    Map<Path, String> expected = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      int tab = line.indexOf('\t');
      if (line.startsWith("#")) {
        System.out.println("pydicom reads no values: " + line);
      } else if (tab > 0 && line.startsWith("/")) {
        expected.put(Path.of(line.substring(0, tab)), line.substring(tab + 1));
      }
    }
    return expected;
  }

  /** Lossy JPEG 2000 is decoded in real numbers, which decoders round in their own way. */
  private void assertWithinOne(Path file, String expected) throws IOException {
    DicomFile dicom = DicomFile.read(ByteSource.of(file), tag -> true);
    PixelLayout layout = PixelLayout.of(dicom.data(), file.toString());
    int[] values = new FrameReader(dicom, layout).read(0);
    String hash = expected.substring(expected.lastIndexOf('\t') + 1);
    ByteBuffer theirs =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(hash))).order(ByteOrder.LITTLE_ENDIAN);
    int differ = 0;
    for (int value : values) {
      int difference = Math.abs(value - theirs.getInt());
      assertTrue(difference <= 1, () -> "%s: a value differs by %d".formatted(file, difference));
      differ += difference;
    }
    int count = differ;
    assertTrue(differ < values.length / 100, () -> "%s: %d values differ".formatted(file, count));
  }

  @Test
  void filesOfPydicomHaveItsValues() throws IOException {
    Map<Path, String> expected = expected(Tools.pydicomFiles());
    int compared = 0;
    for (Map.Entry<Path, String> each : expected.entrySet()) {
      Path file = each.getKey();
      String name = file.getFileName().toString();
      if (name.equals("JPEG2000.dcm") || name.equals("693_J2KI.dcm")) {
        assertWithinOne(file, each.getValue());
      } else if (REFUSED.containsKey(name)) {
        String message = assertThrows(IOException.class, () -> values(file)).getMessage();
        assertTrue(message.contains(REFUSED.get(name)), message);
      } else {
        assertEquals(each.getValue(), values(file), name);
        compared++;
      }
    }
    System.out.println(compared + " files of pydicom have its values");
    assertTrue(compared >= 19, "only %d files compared".formatted(compared));
  }

  @Test
  void everySyntaxOfTheTableHasTheSameValues() throws IOException {
    Map<String, Integer> syntaxes = new LinkedHashMap<>();
    List<Path> originals = new ArrayList<>();
    for (String name : List.of("CT_small.dcm", "MR_small.dcm")) {
      originals.add(Tools.pydicomFile(name));
    }
    originals.add(folder.resolve("unsigned.dcm"));
    Tools.python(folder, "unsigned.py", originals.get(0).toString(), originals.get(2).toString());
    for (Path original : originals) {
      List<Path> files = variants(original);
      Map<Path, String> expected = expected(files);
      for (Path file : files) {
        if (!expected.containsKey(file)) {
          abort("skipped: pydicom has no decoder for %s (Debian: python3-gdcm)".formatted(file));
        }
        DicomFile dicom = DicomFile.read(ByteSource.of(file), tag -> tag == Tag.Rows);
        syntaxes.merge(dicom.syntaxUid(), 1, Integer::sum);
        if (dicom.syntaxUid().endsWith(".91")) {
          assertWithinOne(file, expected.get(file));
          continue;
        }
        assertEquals(expected.get(file), values(file), file.toString());
        if (!dicom.syntaxUid().endsWith(".81")) {
          assertEquals(expected.get(files.get(0)), values(file), "lossless: " + file);
        }
      }
    }
    System.out.println("files by transfer syntax: " + syntaxes);
    assertEquals(11, syntaxes.size(), syntaxes::toString);
  }

  /**
   * The file in each transfer syntax; dcmtk writes near-lossless JPEG-LS of unsigned values only.
   */
  private List<Path> variants(Path original) throws IOException {
    String in = original.toString();
    String out = folder.resolve(original.getFileName()) + ".";
    List<String> endings = new ArrayList<>(List.of("ti", "te", "tb", "td"));
    for (String plain : endings) {
      Tools.run("dcmconv", "+" + plain, in, out + plain);
    }
    Tools.run("dcmcrle", in, out + "rle");
    Tools.run("dcmcjpeg", "+el", in, out + "57");
    Tools.run("dcmcjpeg", "+e1", in, out + "70");
    Tools.run("dcmcjpls", "+el", in, out + "80");
    endings.addAll(List.of("rle", "57", "70", "80", "90", "91"));
    if (original.startsWith(folder)) {
      Tools.run("dcmcjpls", "+en", "+md", "3", in, out + "81");
      endings.add("81");
    }
    Tools.python(folder, "jpeg2000.py", in, out + "90", out + "91");
    return endings.stream().map(end -> Path.of(out + end)).toList();
  }
}
