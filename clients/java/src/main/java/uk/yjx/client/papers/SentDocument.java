package uk.yjx.client.papers;

import uk.yjx.casepapers.v1.DocumentProgress;

/**
 * A document that arrived.
 *
 * @param progress how it stands at the exchange
 * @param sentBytes bytes handed over in all attempts of this sender
 * @param resentBytes those of them that had been handed over before
 * @param cuts attempts that ended before their time
 */
public record SentDocument(DocumentProgress progress, long sentBytes, long resentBytes, int cuts) {}
