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

  /** What the image needs at least, estimated. */
  public long neededBytes() {
    return neededBytes;
  }

  /** What there is. */
  public long budgetBytes() {
    return budgetBytes;
  }
}
