@NullMarked
package dev.fiducia.initdata.lint.policy;

import org.jspecify.annotations.NullMarked;
