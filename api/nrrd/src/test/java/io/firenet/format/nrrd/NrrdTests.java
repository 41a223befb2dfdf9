package io.firenet.format.nrrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.CodedConcept;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.testkit.ImageSample;
import io.firenet.volume.Affine;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NrrdTests {

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  @TempDir private Path folder;

  private StoredImage open(String header, byte[] data) throws IOException {
    return ImageFormats.open(NrrdSample.write(folder.resolve("image.nrrd"), header, data));
  }

  private static String header() {
    return NrrdSample.header(LITTLE, "raw");
  }

  private void assertSample(Path file) throws IOException {
    Volume volume = ImageFormats.readVolume(file);
    assertArrayEquals(ImageSample.volume().data(), volume.data(), file.toString());
  }

  /** This module stands before the API on the class path of its tests. */
  @Test
  void formatsHaveAnOrderOfTheirOwn() {
    assertEquals(
        List.of("NIfTI", "MetaImage", "NRRD"),
        ImageFormats.all().stream().map(ImageFormatProvider::name).toList());
    assertEquals(".nii.gz", ImageFormats.writtenEndings().get(0));
  }

  @Test
  void segmentationsCarryNamesColoursExtentsAndCodes() throws IOException {
    Path file = folder.resolve("case.seg.nrrd");
    Segment liver =
        new Segment(
            2,
            "liver \\ line\nbreak",
            0x33aa01,
            Optional.of(CodedConcept.snomed("123037004", "Anatomical Structure")),
            Optional.of(CodedConcept.snomed("10200004", "Liver")));
    Segment absent = Segment.of(9, "absent");
    SegmentationDetails details =
        new SegmentationDetails(
            List.of(liver, absent), Optional.empty(), "FIRENet", "1", Optional.empty());
    ImageFormats.write(file, ImageSample.labels(), details);
    byte[] bytes = Files.readAllBytes(file);
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    head = head.substring(0, head.indexOf("\n\n"));
    for (String line :
        List.of(
            "space: left-posterior-superior",
            "Segment0_Name:=label 1",
            "Segment0_LabelValue:=1",
            "Segment1_Name:=liver \\\\ line\\nbreak",
            "Segment1_LabelValue:=2",
            "Segment1_Layer:=0",
            "Segment1_ID:=Segment_2",
            "Segment1_Color:=0.2 0.666667 0.003922",
            "Segment3_Name:=absent",
            "Segment3_Extent:=0 -1 0 -1 0 -1",
            "Segmentation_MasterRepresentation:=Binary labelmap",
            "Segmentation_ReferenceImageExtentOffset:=0 0 0")) {
      assertTrue(head.lines().anyMatch(line::equals), () -> "missing: " + line);
    }
    assertTrue(head.contains("SCT^123037004^Anatomical Structure~SCT^10200004^Liver~"), head);
    StoredImage again = ImageFormats.open(file);
    assertEquals(List.of(1, 2, 3, 9), again.segments().stream().map(Segment::label).toList());
    assertEquals(liver, again.segments().get(1));
    assertArrayEquals(ImageSample.labels().data(), again.readLabels().data());
    assertThrows(
        IllegalArgumentException.class, () -> ImageFormats.write(file, ImageSample.volume()));
    assertArrayEquals(bytes, Files.readAllBytes(file), "a refused write leaves what was there");
  }

  @Test
  void extentsHoldTheVoxelsOfEachLabel() throws IOException {
    Path file = folder.resolve("case.seg.nrrd");
    short[] data = new short[140];
    data[7 * (5 * 1 + 2) + 3] = 1;
    data[7 * (5 * 3 + 4) + 6] = 1;
    ImageFormats.write(file, new io.firenet.volume.LabelMap(ImageSample.GEOMETRY, data));
    String head = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(head.contains("Segment0_Extent:=3 6 2 4 1 3\n"), head);
  }

  @Test
  void layersAreOneLabelMapUnlessTheyOverlap() throws IOException {
    String header =
        """
        NRRD0004
        type: unsigned char
        dimension: 4
        space: left-posterior-superior
        sizes: 2 3 1 1
        space directions: none (1,0,0) (0,1,0) (0,0,1)
        kinds: list domain domain domain
        encoding: raw
        space origin: (0,0,0)
        Segment0_ID:=a
        Segment0_LabelValue:=1
        Segment0_Layer:=0
        Segment1_ID:=b
        Segment1_LabelValue:=1
        Segment1_Layer:=1
        """;
    StoredImage image = open(header, new byte[] {1, 0, 0, 1, 0, 0});
    assertEquals(2, image.channels());
    assertArrayEquals(new short[] {1, 2, 0}, image.readLabels().data());
    assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0}, image.readVolume().data());
    StoredImage overlapping = open(header, new byte[] {1, 1, 0, 1, 0, 0});
    assertTrue(message(overlapping::readLabels).contains("overlap"));
    StoredImage unknown = open(header, new byte[] {1, 0, 0, 7, 0, 0});
    assertTrue(message(unknown::readLabels).contains("no segment"));
  }

  @Test
  void voxelsOfAHeaderLieInItsFolder() throws IOException {
    byte[] all = NrrdSample.voxels(LITTLE);
    Files.write(folder.resolve("v.raw"), all);
    for (int slice = 0; slice < 4; slice++) {
      byte[] one = Arrays.copyOfRange(all, 70 * slice, 70 * slice + 70);
      Files.write(folder.resolve("s%d.raw".formatted(slice)), one);
    }
    Path header = folder.resolve("image.nhdr");
    for (String data :
        List.of(
            "v.raw", "s%d.raw 0 3 1", "s%d.raw 0 3 1 2", "LIST\ns0.raw\ns1.raw\ns2.raw\ns3.raw")) {
      Files.writeString(header, header() + "data file: " + data + "\n");
      assertSample(header);
    }
    ImageFolder listed = ImageFolder.list(folder);
    assertEquals(List.of(header), listed.images());
    assertEquals(List.of(folder.resolve("v.raw")), listed.others());
    Path inner = Files.createDirectory(folder.resolve("inner")).resolve("image.nhdr");
    for (String data :
        List.of("../v.raw", "LIST\n../v.raw", "/etc/passwd", "..%d 1 1 1", "absent")) {
      Files.writeString(inner, header() + "data file: " + data + "\n");
      String message = message(() -> ImageFormats.readVolume(inner));
      assertTrue(message.contains("in the header's folder"), message);
    }
  }

  @Test
  void linesAndBytesBeforeTheVoxelsAreSkipped() throws IOException {
    byte[] voxels = NrrdSample.voxels(LITTLE);
    byte[] before = "one\ntwo\nxyz".getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(before, before.length + voxels.length);
    System.arraycopy(voxels, 0, all, before.length, voxels.length);
    open(header() + "line skip: 2\nbyte skip: 3\n", all);
    assertSample(folder.resolve("image.nrrd"));
    open(header() + "byte skip: -1\n", all);
    assertSample(folder.resolve("image.nrrd"));
    String gzip = header().replace("raw", "gzip") + "byte skip: 11\n";
    open(gzip, NrrdSample.gzip(all));
    assertSample(folder.resolve("image.nrrd"));
  }

  @Test
  void spacesUnitsAndSpacingsGiveTheGeometry() throws IOException {
    String plain = "NRRD0001\ntype: uint8\ndimension: 3\nsizes: 2 3 4\nencoding: raw\n";
    StoredImage image = open(plain + "spacings: 1 2 3\naxis mins: 5 6 7\n", new byte[24]);
    assertEquals(
        Affine.of(-1, 0, 0, -5, 0, -2, 0, -6, 0, 0, 3, 7), image.geometry().voxelToWorld());
    assertTrue(image.notes().get(0).contains("left-posterior-superior"), image.notes()::toString);
    String las =
        plain
            + "space: left-anterior-superior\nspace units: \"cm\" \"m\" \"\"\n"
            + "space directions: (1, 0, 0) (0, 2, 0) (0, 0, 3)\nspace origin: (5, 6, 7)\n";
    image = open(las, new byte[24]);
    assertEquals(
        Affine.of(-10, 0, 0, -50, 0, 2000, 0, 6000, 0, 0, 3, 7), image.geometry().voxelToWorld());
    assertEquals(List.of(), image.notes());
    String flat =
        "NRRD0004\ntype: uchar\ndimension: 2\nspace dimension: 3\nspace: RAS\nsizes: 2 3\nencoding: raw\n"
            + "space directions: (0,2,0) (0,0,2)\n";
    image = open(flat.replace("space dimension: 3\n", ""), new byte[6]);
    assertEquals(1, image.geometry().size().depth());
    assertEquals(Affine.of(0, 0, 1, 0, 2, 0, 0, 0, 0, 2, 0, 0), image.geometry().voxelToWorld());
  }

  @Test
  void channelsAreTheFirstOrTheLastAxis() throws IOException {
    String start = "NRRD0004\ntype: uint8\ndimension: 4\nencoding: raw\n";
    byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
    StoredImage first = open(start + "sizes: 2 4 1 1\nkinds: vector domain domain domain\n", data);
    assertArrayEquals(new float[] {1, 3, 5, 7, 2, 4, 6, 8}, first.readVolume().data());
    StoredImage last = open(start + "sizes: 4 1 1 2\nkinds: domain domain domain time\n", data);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, last.readVolume().data());
    Path file = folder.resolve("two.nrrd");
    Volume two = new Volume(ImageSample.GEOMETRY, 2, new float[280]);
    two.data()[279] = 0.5f;
    ImageFormats.write(file, two);
    assertArrayEquals(two.data(), ImageFormats.readVolume(file).data());
    String middle = start + "sizes: 4 2 1 1\nkinds: domain vector domain domain\n";
    assertTrue(message(() -> open(middle, data)).contains("first or the last axis"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NRRD0005 | NRRD0009 | is it NRRD",
        "type: short | type: block | 'type'",
        "type: short | type: quaternion | 'type'",
        "dimension: 3 | dimension: 99 | 'dimension'",
        "dimension: 3 | dimension: 4 | 'sizes'",
        "sizes: 7 5 4 | sizes: 7 5 | 'sizes'",
        "sizes: 7 5 4 | sizes: 7 5 0 | 'sizes'",
        "sizes: 7 5 4 | sizes: 100000 100000 100000 | too large",
        "sizes: 7 5 4 | sizes: 1000 1000 500 | 1000000000 bytes",
        "endian: little | endian: middle | 'endian'",
        "endian: little | content: x | 'endian'",
        "encoding: raw | encoding: bzip2 | bzip2",
        "encoding: raw | encoding: ascii | 'encoding'",
        "encoding: raw | content: x | 'encoding'",
        "space units: \"mm\" \"mm\" \"mm\" | space units: \"mm\" \"mm\" \"furlong\" | 'space units'",
        "kinds: domain domain domain | space dimension: 9 | 'space dimension'",
        "kinds: domain domain domain | byte skip: -7 | 'byte skip'",
        "kinds: domain domain domain | byte skip: 9223372036854775807 | 'byte skip'",
        "kinds: domain domain domain | line skip: 1000000 | lines",
        "kinds: domain domain domain | Segment0_LabelValue:=0 | Segment0_LabelValue",
        "kinds: domain domain domain | Segment0_Color:=2 0 0 | Segment0_Color",
      })
  void refusesInOneLine(String part, String instead, String words) {
    String text = header().replace(part, instead) + "Segment0_ID:=a\n";
    String message = message(() -> open(text, NrrdSample.voxels(LITTLE)).readVolume());
    assertTrue(message.contains(words), message);
    assertTrue(message.contains("image.nrrd"), message);
    assertEquals(1, message.lines().count(), message);
  }

  private interface Failing {
    void run() throws IOException;
  }

  private static String message(Failing action) {
    return assertThrows(IOException.class, action::run).getMessage();
  }
}
