package dev.fiducia.policy.image;

/// How references in one kind of object are resolved.
///
/// @param localNames whether a name that was found in the object's own project may be rewritten
public record ResolutionRule(GroupResource target, boolean localNames, ResolutionType policy) {}
