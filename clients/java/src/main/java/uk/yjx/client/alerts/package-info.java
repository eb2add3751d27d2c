/** Receiving alerts: resumed after every interruption, credited and stored once dealt with. */
@NullMarked
package uk.yjx.client.alerts;

import org.jspecify.annotations.NullMarked;
