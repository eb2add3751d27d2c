/** Following who reads what an agency sent. */
@NullMarked
package uk.yjx.client.reads;

import org.jspecify.annotations.NullMarked;
