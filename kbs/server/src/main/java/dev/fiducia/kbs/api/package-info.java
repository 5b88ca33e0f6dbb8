/// What calls of administrators to our own API, `/api/v1`, have in common: parameters that are
/// known or refused, JSON bodies without unknown members, reasons, `If-Match`, calls that may be
/// repeated (`Idempotency-Key`), and refusals as problems.
@NullMarked
package dev.fiducia.kbs.api;

import org.jspecify.annotations.NullMarked;
