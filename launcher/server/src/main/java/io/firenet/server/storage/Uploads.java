package io.firenet.server.storage;

import io.firenet.server.http.ClientSilence;
import io.firenet.server.http.FileName;
import io.firenet.server.http.Refusal;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parts of a multipart request, which arrive in a folder and are bounded before that. */
public final class Uploads {

  private static final String CONFIGURATION = "org.eclipse.jetty.multipartConfig";
  private static final int MOST_IN_MEMORY = 8192;
  private static final int MOST_FIELD_BYTES = 1 << 20;

  private final TemporaryFolder temporary;
  private final long mostBytes;

  /**
   * @param temporary where files arrive
   * @param mostBytes of a request
   */
  public Uploads(TemporaryFolder temporary, long mostBytes) {
    this.temporary = temporary;
    this.mostBytes = mostBytes;
  }

  /** The most bytes of a request. */
  public long mostBytes() {
    return mostBytes;
  }

  /** The parts of a request, which hold room until this is closed. */
  public final class Parts implements AutoCloseable {
    private final List<Part> all;
    private final long claimed;
    private final Set<Part> moved = new HashSet<>();

    private Parts(Collection<Part> all, long claimed) {
      this.all = List.copyOf(all);
      this.claimed = claimed;
    }

    /** The text of a part; empty if there is none. */
    public Optional<String> text(String name) throws IOException {
      for (Part part : all) {
        if (part.getName().equals(name)) {
          try (InputStream in = part.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_FIELD_BYTES + 1);
            if (bytes.length > MOST_FIELD_BYTES) {
              throw new Refusal(413, "the part '%s' is too long".formatted(name));
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
          }
        }
      }
      return Optional.empty();
    }

    /** Whether there is a file of that name. */
    public boolean hasFile(String name) {
      return all.stream().anyMatch(part -> isFile(part, name));
    }

    /**
     * Moves the files of a name into a folder.
     *
     * @return where they are, by the names that the client gave them as far as those may stand
     */
    public List<Path> save(String name, Path folder) throws IOException {
      Set<String> taken = new HashSet<>();
      List<Path> saved = new ArrayList<>();
      for (Part part : all) {
        if (isFile(part, name)) {
          Path file = FileName.in(folder, part.getSubmittedFileName(), taken);
          // Under another name at first: the part believes that what it has written is its own.
          Path arrived = file.resolveSibling(file.getFileName() + ".arrived");
          part.write(arrived.toAbsolutePath().toString());
          Files.move(arrived, file);
          moved.add(part);
          saved.add(file);
        }
      }
      return saved;
    }

    private boolean isFile(Part part, String name) {
      return part.getName().equals(name) && part.getSubmittedFileName() != null;
    }

    @Override
    public void close() throws IOException {
      temporary.release(claimed);
      for (Part part : all) {
        if (!moved.contains(part)) {
          part.delete();
        }
      }
    }
  }

  /**
   * Reads a request to its end.
   *
   * @throws Refusal if it is no multipart request, or is too large
   */
  public Parts receive(Context ctx) throws IOException {
    HttpServletRequest request = ctx.req();
    String type = request.getContentType();
    if (type == null || !type.startsWith("multipart/form-data")) {
      throw new Refusal(415, "expected a body of the type multipart/form-data");
    }
    if (request.getContentLengthLong() > mostBytes) {
      throw tooLarge();
    }
    long claimed = Math.max(request.getContentLengthLong(), 0);
    claimed = claimed == 0 ? mostBytes : claimed;
    temporary.reserve(claimed);
    Parts parts = null;
    try {
      parts = new Parts(arrive(request), claimed);
      parts.all.forEach(Uploads::requireName);
      return parts;
    } finally {
      if (parts == null) {
        temporary.release(claimed);
      }
    }
  }

  private Collection<Part> arrive(HttpServletRequest request) throws IOException {
    request.setAttribute(
        CONFIGURATION,
        new MultipartConfigElement(
            temporary.uploads().toString(), mostBytes, mostBytes, MOST_IN_MEMORY));
    try {
      return request.getParts();
    } catch (ServletException | IOException | RuntimeException e) {
      if (ClientSilence.causes(e)) {
        throw new ClientSilence(e);
      }
      throw isTooLarge(e)
          ? tooLarge()
          : Refusal.wrong("the body is no well-formed multipart/form-data");
    }
  }

  private Refusal tooLarge() {
    return new Refusal(413, "a request may have %s MB".formatted(Math.max(1, mostBytes >> 20)));
  }

  private static void requireName(Part part) {
    if (part.getName() == null) {
      throw Refusal.wrong("a part of the body has no name");
    }
  }

  private static boolean isTooLarge(Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (message.contains("max length exceeded") || message.contains("exceeds")) {
        return true;
      }
    }
    return false;
  }
}
