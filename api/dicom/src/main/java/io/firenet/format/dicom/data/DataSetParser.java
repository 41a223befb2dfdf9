package io.firenet.format.dicom.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads the elements of a data set. Bounded: in depth, in the number of elements and in the bytes
 * it keeps; long values stay in the file. Loops go through elements, only items nest.
 */
final class DataSetParser {

  private static final int MAX_DEPTH = 24;
  private static final int MAX_ELEMENTS = 4_000_000;
  private static final int MAX_VALUE_BYTES = 1 << 16;
  private static final long UNDEFINED = 0xffffffffL;

  private static final Set<String> LONG_LENGTH =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  /** Sequences that are entered where the syntax does not tell a sequence from a value. */
  private static final Set<Integer> SEQUENCES =
      Set.of(
          Tag.SharedFunctionalGroupsSequence,
          Tag.PerFrameFunctionalGroupsSequence,
          Tag.PixelMeasuresSequence,
          Tag.PlanePositionSequence,
          Tag.PlaneOrientationSequence,
          Tag.PixelValueTransformationSequence,
          Tag.FrameContentSequence,
          Tag.SegmentSequence,
          Tag.SegmentIdentificationSequence,
          Tag.SegmentedPropertyCategoryCodeSequence,
          Tag.SegmentedPropertyTypeCodeSequence);

  private final String name;
  private final InputStream in;
  private final long size;
  private final TransferSyntax syntax;
  private final IntPredicate wanted;
  private final byte[] four = new byte[4];
  private long position;
  private int elements;
  private int depth;

  /**
   * A parser.
   *
   * @param in at {@code position}
   * @param size bytes there can be at most
   * @param wanted which attributes are kept; sequences that are not are skipped
   */
  DataSetParser(
      String name,
      InputStream in,
      long position,
      long size,
      TransferSyntax syntax,
      IntPredicate wanted) {
    this.name = name;
    this.in = in;
    this.position = position;
    this.size = size;
    this.syntax = syntax;
    this.wanted = wanted;
  }

  long position() {
    return position;
  }

  /** Reads to the end, or to the pixels, whichever comes first. */
  DataSet readAll() throws IOException {
    DataSet set = new DataSet(syntax.order(), "");
    read(set, Long.MAX_VALUE, syntax.explicit());
    return set;
  }

  /** Reads elements up to a position or to the end of an item; true if pixels were reached. */
  private boolean read(DataSet set, long end, boolean explicit) throws IOException {
    while (position < end) {
      int tag = readTag();
      if (tag == -1) {
        return false; // the end of the file
      }
      if (tag == Tag.ItemDelimitation || tag == Tag.SequenceDelimitation) {
        readInt();
        return false;
      }
      if (++elements > MAX_ELEMENTS) {
        throw damaged("more than %s elements".formatted(MAX_ELEMENTS));
      }
      if (readElement(set, tag, explicit, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean readElement(DataSet set, int tag, boolean explicit, long end) throws IOException {
    String vr = "UN";
    long length;
    readFully(four, 4);
    boolean named = explicit && isVr(four);
    if (named) {
      vr = new String(four, 0, 2, StandardCharsets.US_ASCII);
      length = LONG_LENGTH.contains(vr) ? readInt() & UNDEFINED : shortLength();
    } else {
      length = ByteBuffer.wrap(four).order(syntax.order()).getInt() & UNDEFINED;
    }
    if (length != UNDEFINED && length > Math.min(size, end) - position) {
      throw damaged(
          "%s is said to have %s bytes, %s are left"
              .formatted(Tag.text(tag), length, Math.min(size, end) - position));
    }
    if (tag == Tag.PixelData && depth == 0) {
      set.put(tag, length == UNDEFINED ? fragments() : new Element.Deferred(position, length));
      return true;
    }
    boolean sequence =
        vr.equals("SQ") || length == UNDEFINED || (vr.equals("UN") && SEQUENCES.contains(tag));
    if (sequence && (wanted.test(tag) || length == UNDEFINED)) {
      boolean implicit = !explicit || (vr.equals("UN") && named);
      Element.Items items = new Element.Items(readItems(length, !implicit));
      if (wanted.test(tag)) {
        set.put(tag, items);
      }
    } else if (wanted.test(tag) && !sequence && length <= MAX_VALUE_BYTES) {
      byte[] value = new byte[(int) length];
      readFully(value, value.length);
      set.put(tag, new Element.Value(vr, value));
    } else {
      if (wanted.test(tag)) {
        set.put(tag, new Element.Deferred(position, length));
      }
      skip(length);
    }
    return false;
  }

  private List<DataSet> readItems(long length, boolean explicit) throws IOException {
    if (++depth > MAX_DEPTH) {
      throw damaged("sequences nested deeper than " + MAX_DEPTH);
    }
    long end = length == UNDEFINED ? Long.MAX_VALUE : position + length;
    List<DataSet> items = new ArrayList<>();
    while (position < end) {
      int tag = readTag();
      long itemLength = tag == -1 ? 0 : readInt() & UNDEFINED;
      if (tag == Tag.SequenceDelimitation) {
        break;
      }
      if (tag != Tag.Item) {
        throw damaged("expected an item of a sequence, found " + Tag.text(tag));
      }
      if (++elements > MAX_ELEMENTS) {
        throw damaged("more than %s elements".formatted(MAX_ELEMENTS));
      }
      if (itemLength != UNDEFINED && itemLength > Math.min(size, end) - position) {
        throw damaged("an item is said to have %s bytes, fewer are left".formatted(itemLength));
      }
      DataSet item = new DataSet(syntax.order(), "");
      read(item, itemLength == UNDEFINED ? end : position + itemLength, explicit);
      items.add(item);
    }
    depth--;
    return items;
  }

  /** The fragments of compressed pixels; they are skipped over. */
  private Element.Fragments fragments() throws IOException {
    List<Long> table = new ArrayList<>();
    List<Element.Deferred> fragments = new ArrayList<>();
    for (boolean first = true; ; first = false) {
      int tag = readTag();
      if (tag == Tag.SequenceDelimitation || tag == -1) {
        return new Element.Fragments(table, fragments);
      }
      long length = readInt() & UNDEFINED;
      if (tag != Tag.Item || length > size - position || ++elements > MAX_ELEMENTS) {
        throw damaged("expected a fragment of pixels, found %s".formatted(Tag.text(tag)));
      }
      if (first) {
        for (long i = 0; i + 4 <= length; i += 4) {
          table.add(readInt() & UNDEFINED);
        }
        skip(length % 4);
      } else {
        fragments.add(new Element.Deferred(position, length));
        skip(length);
      }
    }
  }

  /** −1 at the end of the file. */
  private int readTag() throws IOException {
    int count = in.readNBytes(four, 0, 4);
    position += count;
    if (count == 0) {
      return -1;
    }
    if (count < 4) {
      throw truncated();
    }
    ByteBuffer bytes = ByteBuffer.wrap(four).order(syntax.order());
    return ((bytes.getShort() & 0xffff) << 16) | (bytes.getShort() & 0xffff);
  }

  private int readInt() throws IOException {
    readFully(four, 4);
    return ByteBuffer.wrap(four).order(syntax.order()).getInt();
  }

  private long shortLength() {
    return ByteBuffer.wrap(four).order(syntax.order()).getShort(2) & 0xffff;
  }

  private static boolean isVr(byte[] bytes) {
    return bytes[0] >= 'A' && bytes[0] <= 'Z' && bytes[1] >= 'A' && bytes[1] <= 'Z';
  }

  private void readFully(byte[] into, int length) throws IOException {
    int count = in.readNBytes(into, 0, length);
    position += count;
    if (count < length) {
      throw truncated();
    }
  }

  private void skip(long length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw truncated();
    }
    position += length;
  }

  private IOException truncated() {
    return damaged("the file ends after %s bytes".formatted(position));
  }

  private IOException damaged(String what) {
    return new IOException(
        "%s: damaged DICOM data at byte %s, %s; copy or export it again"
            .formatted(name, position, what));
  }
}
