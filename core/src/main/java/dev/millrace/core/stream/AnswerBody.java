package dev.millrace.core.stream;

/** The body of an answer that is sent as it comes, for those too long to be held in memory. */
public interface AnswerBody {}
