package io.firenet.core.io;

import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What file errors of Java's tell, in words, which are little but the path. */
public final class FileErrors {

  private FileErrors() {}

  /**
   * Whether reading or writing failed because its thread was interrupted, which says nothing of the
   * file. A socket that took too long is no interruption, though Java calls it one.
   *
   * @param error what reading or writing a file has thrown
   * @return whether it, or what caused it, tells of an interruption
   */
  public static boolean isInterruption(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || cause instanceof ClosedByInterruptException
          || (cause instanceof InterruptedIOException
              && !(cause instanceof SocketTimeoutException))) {
        return true;
      }
    }
    return false;
  }

  /**
   * An interruption as what it is.
   *
   * @param cause what reading or writing has made of it
   * @return to be thrown
   */
  public static InterruptedException interruption(Throwable cause) {
    InterruptedException interruption = new InterruptedException("interrupted");
    interruption.initCause(cause);
    return interruption;
  }

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
