@NullMarked
package dev.fiducia.initdata.agentpolicy;

import org.jspecify.annotations.NullMarked;
