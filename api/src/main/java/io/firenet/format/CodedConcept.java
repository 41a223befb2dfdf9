package io.firenet.format;

/**
 * A term of a terminology, as DICOM writes it.
 *
 * @param scheme the terminology: {@code SCT} for SNOMED CT
 * @param value the term's code, such as {@code 10200004}
 * @param meaning the term in words, such as {@code Liver}
 */
public record CodedConcept(String scheme, String value, String meaning) {

  /**
   * Checks what it is made of.
   *
   * @param scheme the terminology: {@code SCT} for SNOMED CT
   * @param value the term's code, such as {@code 10200004}
   * @param meaning the term in words, such as {@code Liver}
   * @throws IllegalArgumentException if a part is blank or longer than DICOM allows (16, 16, 64)
   */
  public CodedConcept {
    check("scheme", scheme, 16);
    check("value", value, 16);
    check("meaning", meaning, 64);
  }

  private static void check(String part, String text, int length) {
    if (text.isBlank() || text.length() > length || text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "the %s of a coded concept must have 1 to %s characters, got '%s'"
              .formatted(part, length, text));
    }
  }

  /**
   * {@return a term of SNOMED CT}
   *
   * @param value the concept's code, such as {@code 10200004}
   * @param meaning what people call it, such as {@code Liver}
   */
  public static CodedConcept snomed(String value, String meaning) {
    return new CodedConcept("SCT", value, meaning);
  }
}
