/**
 * Whether `token` can be a pushId. One with a comma or a space would change the meaning of the whole
 * comma-joined batch, so it is left out of it.
 */
export const isPushID = (token: string): boolean => /^[\x21-\x2b\x2d-\x7e]{1,128}$/.test(token)
