package uk.yjx.client.publish;

/**
 * What a publisher has done so far.
 *
 * @param submitted notices taken from the application
 * @param accepted notices answered with a receipt
 * @param refused notices refused for good
 * @param resent notices sent once more: after a lost call or a momentary refusal
 */
public record PublisherCounts(long submitted, long accepted, long refused, long resent) {}
