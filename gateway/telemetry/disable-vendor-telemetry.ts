// Telcos are air-gapped and nothing leaves the machine unasked. @apollo/gateway reads this when it is constructed, so this
// module is imported before it.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

/** True once the packages of the vendor are told to report nothing. */
export const isVendorTelemetryDisabled = true;
