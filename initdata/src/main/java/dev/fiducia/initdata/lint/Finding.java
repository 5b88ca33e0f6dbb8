package dev.fiducia.initdata.lint;

/// One thing that a rule found.
///
/// @param id the rule's stable id, such as `NET101`
/// @param severity how bad it is here
/// @param location what it is about
/// @param message what is wrong; never holds a secret, nor more of the document than a short name
/// @param fix what to do about it
public record Finding(
        String id, Severity severity, Location location, String message, String fix) {}
