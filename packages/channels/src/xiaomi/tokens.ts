/**
 * Whether `token` can be a regId. One with a comma or a space would change the meaning of the whole
 * comma-joined batch, so it is left out of it.
 */
export const isRegID = (token: string): boolean => /^[\x21-\x2b\x2d-\x7e]{1,512}$/.test(token)
