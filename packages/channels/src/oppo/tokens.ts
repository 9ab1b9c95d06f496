/**
 * Whether `token` can be a registration_id. OPPO's SDK wants 32 hex digits behind a region
 * (`CN_906b...`); a later form is not declared dead for its length, so only what no id can hold is.
 */
export const isRegistrationID = (token: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(token)
