package io.firenet.format;

/**
 * What a label means in a terminology, as DICOM segmentations say it.
 *
 * @param category what kind of thing it is, such as an anatomical structure
 * @param type what it is, such as the liver
 */
public record LabelCode(CodedConcept category, CodedConcept type) {

  private static final CodedConcept ANATOMY =
      CodedConcept.snomed("123037004", "Anatomical Structure");
  private static final CodedConcept ABNORMALITY =
      CodedConcept.snomed("49755003", "Morphologically Abnormal Structure");

  /**
   * {@return a part of the body, by its code in SNOMED CT}
   *
   * @param value the concept's code, such as {@code 10200004}
   * @param meaning what people call it, such as {@code Liver}
   */
  public static LabelCode anatomy(String value, String meaning) {
    return new LabelCode(ANATOMY, CodedConcept.snomed(value, meaning));
  }

  /**
   * {@return what disease makes of it, such as a neoplasm, by its code in SNOMED CT}
   *
   * @param value the concept's code, such as {@code 108369006}
   * @param meaning what people call it, such as {@code Neoplasm}
   */
  public static LabelCode abnormality(String value, String meaning) {
    return new LabelCode(ABNORMALITY, CodedConcept.snomed(value, meaning));
  }
}
