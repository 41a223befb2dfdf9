package io.firenet.format.dicom.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Attributes by their tags, as a file or an item of a sequence has them. */
public final class DataSet {

  private final ByteOrder order;
  private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
  private String characterSet;

  /**
   * An empty data set.
   *
   * @param order of the numbers in its values
   * @param characterSet of its texts until it names one itself
   */
  DataSet(ByteOrder order, String characterSet) {
    this.order = order;
    this.characterSet = characterSet;
  }

  void put(int tag, Element element) {
    elements.put(tag, element);
    if (tag == Tag.SpecificCharacterSet) {
      characterSet = string(tag).orElse("");
    }
  }

  ByteOrder order() {
    return order;
  }

  public @Nullable Element get(int tag) {
    return elements.get(tag);
  }

  public boolean has(int tag) {
    return elements.containsKey(tag);
  }

  /** The items of a sequence, none where it is absent. */
  public List<DataSet> items(int tag) {
    return get(tag) instanceof Element.Items items ? items.items() : List.of();
  }

  /** The first item of a sequence. */
  public Optional<DataSet> item(int tag) {
    return items(tag).stream().findFirst();
  }

  /** A text without the blanks around it; absent where it is empty. */
  public Optional<String> string(int tag) {
    if (!(get(tag) instanceof Element.Value value)) {
      return Optional.empty();
    }
    String text =
        tag == Tag.SpecificCharacterSet
            ? new String(value.bytes(), StandardCharsets.ISO_8859_1)
            : CharacterSets.decode(value.bytes(), characterSet);
    String stripped = text.replace("\0", "").strip();
    return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
  }

  /** The values of a text that backslashes part. */
  public List<String> strings(int tag) {
    return string(tag).map(text -> List.of(text.split("\\\\", -1))).orElse(List.of());
  }

  /** Decimal numbers, empty where one is none. */
  public double[] decimals(int tag) {
    List<String> texts = strings(tag);
    double[] numbers = new double[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Double.parseDouble(texts.get(i).strip());
      } catch (NumberFormatException e) {
        return new double[0];
      }
    }
    return numbers;
  }

  /** One finite decimal number. */
  public Optional<Double> decimal(int tag) {
    double[] numbers = decimals(tag);
    return numbers.length > 0 && Double.isFinite(numbers[0])
        ? Optional.of(numbers[0])
        : Optional.empty();
  }

  /** An unsigned binary number of 16 or 32 bits, or a number as text. */
  public OptionalInt whole(int tag) {
    if (!(get(tag) instanceof Element.Value value)) {
      return OptionalInt.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(value.bytes()).order(order);
    boolean text = value.vr().equals("IS") || tag == Tag.NumberOfFrames || tag == Tag.SeriesNumber;
    try {
      if (text || tag == Tag.InstanceNumber || tag == Tag.ReferencedFrameNumber) {
        return OptionalInt.of(Integer.parseInt(string(tag).orElse("").split("\\\\")[0].strip()));
      }
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
    return switch (bytes.remaining()) {
      case 0, 1 -> OptionalInt.empty();
      case 2, 3 -> OptionalInt.of(bytes.getShort() & 0xffff);
      default ->
          OptionalInt.of(value.vr().equals("UL") ? bytes.getInt() : bytes.getShort() & 0xffff);
    };
  }

  /** The tags that are there, in their order. */
  public Iterable<Integer> tags() {
    return elements.keySet();
  }
}
