package io.firenet.core.io;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for file errors of Java's, which say little but the path. */
public final class FileErrors {

  private FileErrors() {}

  /**
   * What happened to which file, in one line; the message as it is where Java's says enough.
   *
   * @param error what reading or writing a file has thrown
   * @return one line for people
   */
  public static String describe(Throwable error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof NoSuchFileException || error instanceof FileNotFoundException) {
      return message + ": no such file or folder";
    } else if (error instanceof AccessDeniedException) {
      return message + ": permission denied";
    } else if (error instanceof FileAlreadyExistsException) {
      return message + ": exists already and is no folder";
    } else if (error instanceof NotDirectoryException) {
      return message + ": not a folder";
    }
    return message;
  }
}
