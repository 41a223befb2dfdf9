package io.firenet.format.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Texts in the character sets that {@code SpecificCharacterSet} names. */
final class CharacterSets {

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("ISO_IR 100", "ISO-8859-1"),
          Map.entry("ISO_IR 101", "ISO-8859-2"),
          Map.entry("ISO_IR 109", "ISO-8859-3"),
          Map.entry("ISO_IR 110", "ISO-8859-4"),
          Map.entry("ISO_IR 144", "ISO-8859-5"),
          Map.entry("ISO_IR 127", "ISO-8859-6"),
          Map.entry("ISO_IR 126", "ISO-8859-7"),
          Map.entry("ISO_IR 138", "ISO-8859-8"),
          Map.entry("ISO_IR 148", "ISO-8859-9"),
          Map.entry("ISO_IR 203", "ISO-8859-15"),
          Map.entry("ISO_IR 166", "TIS-620"),
          Map.entry("ISO_IR 13", "Shift_JIS"),
          Map.entry("ISO_IR 192", "UTF-8"),
          Map.entry("ISO_IR 87", "ISO-2022-JP"),
          Map.entry("ISO_IR 159", "ISO-2022-JP-2"),
          Map.entry("ISO_IR 149", "EUC-KR"),
          Map.entry("ISO_IR 58", "GB2312"),
          Map.entry("GB18030", "GB18030"),
          Map.entry("GBK", "GBK"));

  private CharacterSets() {}

  /** Decodes a text; of several sets the last that is known counts, and escapes into it go. */
  static String decode(byte[] bytes, String declared) {
    Charset charset = StandardCharsets.ISO_8859_1;
    for (String term : declared.split("\\\\")) {
      String name = NAMES.get(term.strip().replace("ISO 2022 IR", "ISO_IR"));
      if (name != null && Charset.isSupported(name)) {
        charset = Charset.forName(name);
      }
    }
    String text = new String(bytes, charset);
    return charset.name().startsWith("ISO-2022")
        ? text
        : text.replaceAll("\u001b[$(),\\-.]{1,2}[A-Z0-9]", "");
  }
}
