/// Rules on what may be registered, beyond the lint catalogue: constraint templates and
/// constraints, registries that images may come from, and rules on images that may run. They judge
/// documents when these are registered or activated, and in audits all that are in force. Fails
/// closed: what can't be judged by a rule that is set counts as violating it.
@NullMarked
package dev.fiducia.kbs.rules;

import org.jspecify.annotations.NullMarked;
