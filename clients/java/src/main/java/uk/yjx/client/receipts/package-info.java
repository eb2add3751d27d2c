/** Receipts: what proves that a request is durable and logged, and how to check it. */
@NullMarked
package uk.yjx.client.receipts;

import org.jspecify.annotations.NullMarked;
