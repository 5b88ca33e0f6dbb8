/// The OPA constraint framework: templates (reusable Rego), constraints (parameters and what they
/// apply to), reviews of Kubernetes objects and initdata revisions, audit, and gator suites.
///
/// Follows the documents of Gatekeeper (`templates.gatekeeper.sh`, `constraints.gatekeeper.sh`,
/// `admission.k8s.io`, `test.gatekeeper.sh`). Stricter than Gatekeeper where its way would let a
/// violation pass unseen: unknown enforcement actions are refused, and a `violation` without a
/// usable message still counts.
@NullMarked
package dev.fiducia.policy.constraint;

import org.jspecify.annotations.NullMarked;
