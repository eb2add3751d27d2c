/** The SDK for agencies: publish notices, receive alerts, verify receipts. */
@NullMarked
package uk.yjx.client;

import org.jspecify.annotations.NullMarked;
