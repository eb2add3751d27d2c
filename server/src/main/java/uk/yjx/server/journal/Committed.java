package uk.yjx.server.journal;

import java.time.Instant;

/**
 * Where an entry stands after its commit.
 *
 * @param epoch epoch of the log
 * @param position place in the one order, from 1
 * @param leafIndex index of its first audit leaf
 * @param leafHash hash of that leaf, 32 bytes
 * @param recordedAt when it was committed, by the server's clock
 * @param answer the answer kept with the request id; empty when none was
 * @param repeated the same request had been committed before: this is its first answer
 */
public record Committed(
    long epoch,
    long position,
    long leafIndex,
    byte[] leafHash,
    Instant recordedAt,
    byte[] answer,
    boolean repeated) {}
