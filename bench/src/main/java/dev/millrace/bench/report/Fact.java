package dev.millrace.bench.report;

/**
 * One thing beside the rates, in words for the table.
 *
 * @param relation the two set against each other, with what was asked for
 */
public record Fact(String title, String mlflow, String millrace, String relation) {}
