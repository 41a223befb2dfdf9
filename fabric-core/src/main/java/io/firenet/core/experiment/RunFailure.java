package io.firenet.core.experiment;

/**
 * How an attempt at a run ended.
 *
 * @param message what went wrong, in one line
 * @param at when, ISO 8601, UTC
 */
public record RunFailure(String message, String at) {}
