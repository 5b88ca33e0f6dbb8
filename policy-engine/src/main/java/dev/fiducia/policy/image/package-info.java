/// Which images may be imported and run: references as registries read them, the registries that
/// images may come from, and the rules by which pods and agent policies are judged image by image.
/// Source: the image policy chapter of OpenShift Container Platform 3 and, for what it leaves out,
/// the plugin's public behaviour; the distribution project's reference grammar. What can't be read
/// is refused, and an image that can't be resolved never passes a condition on its metadata.
@NullMarked
package dev.fiducia.policy.image;

import org.jspecify.annotations.NullMarked;
