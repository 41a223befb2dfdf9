package io.firenet.server;

import static io.firenet.server.ServedPage.assertNoFaults;
import static io.firenet.server.ServedPage.awaitJob;
import static io.firenet.server.ServedPage.drawn;
import static io.firenet.server.ServedPage.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.browser.Tab;
import io.firenet.format.ImageFormats;
import io.firenet.format.dicom.TestSeries;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case on the page, in a real browser. */
class PageBrowserTests {

  private static final Path HIPPOCAMPUS =
      Path.of(System.getProperty("firenet.data", "../../../shared/data"))
          .resolve("Task04_Hippocampus/imagesTr/hippocampus_001.nii.gz");

  // One plane: without a graphics card the processor draws.
  private static final String QUICK = "images?layout=axial&model=abdomen";
  private static final String SLOW = "images?layout=axial&model=slow";

  @TempDir static Path folder;

  private static ServedPage page;
  private static Path model;
  private static Path image;
  private static Path large; // for the slow model

  @BeforeAll
  static void start() throws Exception {
    model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    image = ServedPage.image(folder.resolve("patient.nii.gz"), 24);
    large = ServedPage.image(folder.resolve("large.nii.gz"), 48);
    page =
        ServedPage.start(ServedPage.serving(model, ServedModels.slow(folder.resolve("slow.onnx"))));
  }

  @AfterAll
  static void stop() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  @Test
  void aDroppedImageHasTheVolumesOfPredict() throws Exception {
    try (Tab tab = page.open(QUICK)) {
      tab.drop(".drop", image);
      assertVolumes(tab, ImageFormats.readVolume(image));
      assertNoFaults(tab);
    }
  }

  @Test
  void aRealImageHasTheVolumesOfPredict() throws Exception {
    assumeTrue(Files.exists(HIPPOCAMPUS), "no real images at " + HIPPOCAMPUS);
    try (Tab tab = page.open("images?layout=grid&model=abdomen")) {
      tab.drop(".case", HIPPOCAMPUS);
      assertVolumes(tab, ImageFormats.readVolume(HIPPOCAMPUS));
      tab.screenshot(ServedPage.SCREENSHOTS.resolve("hippocampus.png"));
      assertNoFaults(tab);
    }
  }

  @Test
  void aZipOfADicomSeriesHasTheVolumesOfPredict() throws Exception {
    Volume volume = ServedModels.image(20);
    short[] values = new short[volume.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) volume.data()[i];
    }
    Path slices =
        new TestSeries(volume.geometry(), values, ByteOrder.LITTLE_ENDIAN)
            .write(Files.createDirectory(folder.resolve("series")));
    try (Tab tab = page.open(QUICK)) {
      tab.drop(".drop", DicomTests.zip(slices, folder.resolve("series.zip")));
      assertVolumes(tab, ImageFormats.readVolume(slices));
      assertNoFaults(tab);
    }
  }

  private static void assertVolumes(Tab tab, Volume volume) throws Exception {
    drawn(tab);
    run(tab);
    tab.await("document.querySelector('.labels')", "labels");
    drawn(tab);
    LabelMap expected;
    try (Segmenter segmenter = Segmenter.open(model)) {
      expected = segmenter.segment(volume);
    }
    double[] spacing = expected.geometry().spacingMm();
    double voxelMl = spacing[0] * spacing[1] * spacing[2] / 1000;
    for (int label = 1; label < ServedModels.LABELS.size(); label++) {
      long voxels = count(expected, label);
      String row = "tr[data-label=" + ServedModels.LABELS.get(label) + "] .ml";
      assertEquals(
          voxels + " voxels", tab.evaluate("document.querySelector('%s').title".formatted(row)));
      assertEquals(
          voxels * voxelMl, Double.parseDouble(tab.text(row)), 0.0051 + 5e-3 * voxels * voxelMl);
    }
  }

  private static long count(LabelMap labels, int label) {
    long count = 0;
    for (short value : labels.data()) {
      count += value == label ? 1 : 0;
    }
    return count;
  }

  @Test
  void aLongJobIsCancelled() throws Exception {
    try (Tab tab = page.open(SLOW)) {
      tab.choose("[data-role=image]", large);
      drawn(tab);
      run(tab);
      awaitJob(tab, "running");
      tab.click("#cancel");
      awaitJob(tab, "cancelled");
      assertTrue(tab.text("#job").contains("Cancelled"), tab.text("#job"));
      assertEquals("", tab.evaluate("document.querySelector('.result')?.textContent ?? ''"));
      run(tab); // it can begin again
      awaitJob(tab, "running");
      tab.click("#cancel");
      awaitJob(tab, "cancelled");
      assertNoFaults(tab);
    }
  }

  @Test
  void aReloadGoesOnWithAJobThatRuns() throws Exception {
    try (Tab tab = page.open(SLOW)) {
      tab.choose("[data-role=image]", large);
      drawn(tab);
      run(tab);
      awaitJob(tab, "running");
      String address = tab.evaluate("location.hash");
      assertTrue(address.contains("job="), address);
      tab.reload();
      ServedPage.ready(tab);
      awaitJob(tab, "running");
      assertEquals(setting(address, "job"), setting(tab.evaluate("location.hash"), "job"));
      tab.click("#cancel");
      awaitJob(tab, "cancelled");
      assertNoFaults(tab);
    }
  }

  @Test
  void aReloadShowsTheResultsAgain() throws Exception {
    try (Tab tab = page.open(QUICK)) {
      tab.choose("[data-role=image]", image);
      drawn(tab);
      run(tab);
      tab.await("document.querySelector('.labels')", "labels");
      String table = tab.text(".labels");
      tab.reload();
      ServedPage.ready(tab);
      tab.await("document.querySelector('.labels')", "labels after the reload");
      drawn(tab);
      assertEquals(table, tab.text(".labels"));
      assertNoFaults(tab);
    }
  }

  private static String setting(String fragment, String name) {
    return Arrays.stream(fragment.substring(fragment.indexOf('?') + 1).split("&"))
        .filter(one -> one.startsWith(name + "="))
        .findFirst()
        .orElse("");
  }

  @Test
  void garbageIsRefusedInOneSentence() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.nii.gz"), "no image");
    try (Tab tab = page.open(QUICK)) {
      tab.choose("[data-role=image]", image);
      drawn(tab);
      tab.choose("[data-role=image]", garbage);
      tab.await("document.querySelector('.status .fault')", "a fault");
      String fault = tab.text(".status .fault");
      assertTrue(fault.contains("garbage.nii.gz"), fault);
      assertTrue(!fault.contains("Exception") && !fault.contains("\n"), fault);
      assertTrue(tab.text(".facts .name").startsWith("patient"), "the image stays");
      run(tab);
      tab.await("document.querySelector('.labels')", "labels of the image that stayed");
    }
  }

  @Test
  void twoTabsKeepTheirCases() throws Exception {
    Path other = ServedPage.image(folder.resolve("other.nii.gz"), 16);
    try (Tab first = page.open(QUICK);
        Tab second = page.open(QUICK)) {
      first.choose("[data-role=image]", image);
      second.choose("[data-role=image]", other);
      for (Tab tab : List.of(first, second)) {
        drawn(tab);
        run(tab);
      }
      for (Tab tab : List.of(first, second)) {
        tab.await("document.querySelector('.labels')", "labels");
      }
      assertTrue(first.text(".facts .name").startsWith("patient"));
      assertTrue(second.text(".facts .name").startsWith("other"));
      assertNotEquals(first.text(".labels"), second.text(".labels"));
      String address = first.evaluate("location.href");
      assertNotEquals(address, second.evaluate("location.href"));
      assertNoFaults(first);
      assertNoFaults(second);
    }
  }

  @Test
  void aLinkBringsTheViewBack() throws Exception {
    try (Tab tab = page.open(QUICK);
        Tab other = page.open(QUICK)) {
      tab.choose("[data-role=image]", image);
      drawn(tab);
      run(tab);
      tab.await("document.querySelector('.labels')", "labels");
      drawn(tab);
      tab.evaluate("document.querySelector('canvas').focus(); ''");
      for (String key : List.of("ArrowLeft", "ArrowUp", "PageUp", "n", "o", "3")) {
        tab.press(key);
      }
      tab.click("#label-0\\.2");
      tab.fill("#level", "40");
      tab.fill("#width", "200");
      String place = tab.text(".readout");
      tab.await(
          "['at=', 'layout=coronal', 'hidden=0.2', 'side=neurological', 'window='].every(one =>"
              + " location.hash.includes(one))",
          "the view in the address");
      other.open(java.net.URI.create(tab.evaluate("location.href")));
      ServedPage.ready(other);
      other.await("document.querySelector('.labels')", "labels in the other tab");
      drawn(other);
      assertEquals(place, other.text(".readout"));
      assertEquals("true", other.evaluate("String(document.querySelector('#outline').checked)"));
      assertEquals(
          "40 200",
          other.evaluate(
              "document.querySelector('#level').value + ' ' + document.querySelector('#width').value"));
      assertEquals(
          "false", other.evaluate("String(document.querySelector('#label-0\\\\.2').checked)"));
      assertNoFaults(other);
    }
  }
}
