package io.firenet.launcher.host;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.folder.DeclaredDataset;
import jakarta.json.Json;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Constants;

/**
 * A plugin jar that declares a dataset and has no code; the same declaration gives the same bytes.
 */
public final class DeclarationJar {

  private static final String VERSION = "1.0.0";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // ZIP's first

  private DeclarationJar() {}

  /**
   * Writes a jar.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path jar, DeclaredDataset dataset) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      put(zip, JarFile.MANIFEST_NAME);
      manifest(dataset.descriptor()).write(zip);
      put(zip, DeclaredDataset.RESOURCE);
      zip.write(json(dataset).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  private static Manifest manifest(DatasetDescriptor dataset) {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "firenet-declared-" + dataset.name());
    headers.putValue(Constants.BUNDLE_VERSION, VERSION);
    headers.putValue(Constants.BUNDLE_NAME, dataset.title());
    return manifest;
  }

  private static String json(DeclaredDataset dataset) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.writeObject(dataset.toJson());
    }
    return text.toString().strip() + "\n";
  }
}
