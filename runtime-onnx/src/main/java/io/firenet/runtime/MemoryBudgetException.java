package io.firenet.runtime;

/**
 * An image needs more memory than there is, even in the smallest tiles. Thrown before anything
 * runs; the message says in one line what is needed, what there is, and what helps.
 */
public final class MemoryBudgetException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final long neededBytes;
  private final long budgetBytes;

  MemoryBudgetException(String message, long neededBytes, long budgetBytes) {
    super(message);
    this.neededBytes = neededBytes;
    this.budgetBytes = budgetBytes;
  }

  /** {@return what the image needs at least, in bytes, estimated} */
  public long neededBytes() {
    return neededBytes;
  }

  /** {@return what there is, in bytes} */
  public long budgetBytes() {
    return budgetBytes;
  }
}
