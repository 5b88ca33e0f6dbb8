package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kind of CPU that the guest sees, as CPUID function 1 gives it in EAX. vCPUs begin with it in
/// RDX.
///
/// @param signature 32 bits, unsigned
public record VcpuType(long signature) {

    private static final String CODE = "vcpu-type-unknown";
    private static final Pattern NAME =
            Pattern.compile("(epyc(?:-rome|-milan|-genoa|-turin)?)(?:-v[1-9]|-ibpb)?");

    /// QEMU's models; the versions of one differ in features, not in family, model and stepping.
    private static final Map<String, VcpuType> MODELS =
            Map.of(
                    "epyc", encoded(23, 1, 2),
                    "epyc-rome", encoded(23, 49, 0),
                    "epyc-milan", encoded(25, 1, 1),
                    "epyc-genoa", encoded(25, 17, 0),
                    "epyc-turin", encoded(26, 0, 0));

    /// A model of QEMU's by name, such as `EPYC-Milan-v2`, without regard to case.
    public static VcpuType named(String name) throws RefusedException {
        Matcher matcher = NAME.matcher(name.toLowerCase(Locale.ROOT));
        VcpuType type = matcher.matches() ? MODELS.get(matcher.group(1)) : null;
        if (type == null) {
            throw RefusedException.of(
                    CODE,
                    "There is no known vCPU type of this name: EPYC, EPYC-Rome, EPYC-Milan,"
                            + " EPYC-Genoa and EPYC-Turin are (with a version such as -v2, too); of"
                            + " any other give the signature, or family, model and stepping");
        }
        return type;
    }

    /// A signature as CPUID gives it.
    public static VcpuType of(long signature) throws RefusedException {
        if (signature <= 0 || signature > 0xFFFF_FFFFL) {
            throw RefusedException.of(CODE, "A vCPU signature is a number of 1 to 32 bits");
        }
        return new VcpuType(signature);
    }

    /// Family, model and stepping as people give them: extended and base parts added up.
    public static VcpuType of(int family, int model, int stepping) throws RefusedException {
        if (family < 0
                || family > 0xF + 0xFF
                || model < 0
                || model > 0xFF
                || stepping < 0
                || stepping > 0xF) {
            throw RefusedException.of(
                    CODE,
                    "A vCPU has a family up to 270, a model up to 255 and a stepping up to 15");
        }
        return encoded(family, model, stepping);
    }

    /// Source: AMD64 manual, volume 3, CPUID Fn0000_0001_EAX.
    private static VcpuType encoded(int family, int model, int stepping) {
        int base = Math.min(family, 0xF);
        int extended = family - base;
        return new VcpuType(
                ((long) extended << 20)
                        | ((long) (model >> 4) << 16)
                        | ((long) base << 8)
                        | ((long) (model & 0xF) << 4)
                        | stepping);
    }
}
