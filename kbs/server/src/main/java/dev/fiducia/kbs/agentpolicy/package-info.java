/// Registered agent policies: which texts the administrators stand for, and what documents'
/// policies are worth by them. A policy is written once, then approved or not; nothing of it ever
/// changes but its state. Refused are texts that agents would refuse or read in two ways.
@NullMarked
package dev.fiducia.kbs.agentpolicy;

import org.jspecify.annotations.NullMarked;
