/// Tests of grants.
@NullMarked
package dev.fiducia.kbs.grant;

import org.jspecify.annotations.NullMarked;
