/// Agent policies: the Rego module `agent_policy` by which a guest's Kata agent judges every
/// request of its host. This package says which requests a policy leaves open, whether it is one
/// that was registered, and what data it carries, always from the syntax tree and by evaluating it
/// as the agent does, never by searching its text. Text that can't be read, that the dialects of
/// Rego read differently, or that can't be examined within its budget counts as the worst it could
/// be.
@NullMarked
package dev.fiducia.initdata.agentpolicy;

import org.jspecify.annotations.NullMarked;
