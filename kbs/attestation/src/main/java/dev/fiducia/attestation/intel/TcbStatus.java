package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

/// How a platform, module or enclave stands to what Intel knows of its security level.
enum TcbStatus {
    UP_TO_DATE("UpToDate"),
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    OUT_OF_DATE("OutOfDate"),
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    TD_RELAUNCH_ADVISED("TDRelaunchAdvised"),
    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded"),
    REVOKED("Revoked");

    private final String wireName;

    TcbStatus(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /// The status of a TCB level; what only comes of comparing two is none.
    static TcbStatus parse(JsonPlace json) throws RefusedException {
        String name = json.text();
        for (TcbStatus status : values()) {
            if (status.wireName.equals(name)
                    && status != TD_RELAUNCH_ADVISED
                    && status != TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED) {
                return status;
            }
        }
        throw json.refused("is no TCB status");
    }

    /// The platform's status, given that of a part of it.
    TcbStatus with(TcbStatus part) {
        if (part == REVOKED || this == REVOKED) {
            return REVOKED;
        }
        if (part != OUT_OF_DATE) {
            return this;
        }
        return switch (this) {
            case UP_TO_DATE, SW_HARDENING_NEEDED -> OUT_OF_DATE;
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                    OUT_OF_DATE_CONFIGURATION_NEEDED;
            case OUT_OF_DATE,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    TD_RELAUNCH_ADVISED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED,
                    REVOKED ->
                    this;
        };
    }

    /// The status of a TD that was launched at this one, now that the platform is at another: where
    /// the platform was updated since, starting the TD again is all that is missing.
    TcbStatus sinceUpdatedTo(TcbStatus current) {
        if (!isOutOfDate() || !current.isInDate()) {
            return this;
        }
        return needsConfiguration() || current.needsConfiguration()
                ? TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED
                : TD_RELAUNCH_ADVISED;
    }

    private boolean isOutOfDate() {
        return this == OUT_OF_DATE || this == OUT_OF_DATE_CONFIGURATION_NEEDED;
    }

    private boolean isInDate() {
        return this == UP_TO_DATE
                || this == SW_HARDENING_NEEDED
                || this == CONFIGURATION_NEEDED
                || this == CONFIGURATION_AND_SW_HARDENING_NEEDED;
    }

    private boolean needsConfiguration() {
        return this == CONFIGURATION_NEEDED
                || this == CONFIGURATION_AND_SW_HARDENING_NEEDED
                || this == OUT_OF_DATE_CONFIGURATION_NEEDED;
    }
}
