/// Tests of what guests are given.
@NullMarked
package dev.fiducia.kbs.resource;

import org.jspecify.annotations.NullMarked;
