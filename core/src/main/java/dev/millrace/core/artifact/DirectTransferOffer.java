package dev.millrace.core.artifact;

/** Answers whether clients are told to exchange large files with the object store themselves. */
public interface DirectTransferOffer {

  boolean isMade();
}
