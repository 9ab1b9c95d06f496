let scheme = ''
let token = ''
let header = ''

/**
 * The value of an `authorization` header. The text of the last one is given again when it is wanted again:
 * a new one with the same letters would have to be compared letter by letter to see that it repeats.
 */
export const authorizationOf = (ofScheme: string, ofToken: string): string => {
  if (ofToken !== token || ofScheme !== scheme) {
    scheme = ofScheme
    token = ofToken
    header = `${ofScheme} ${ofToken}`
  }
  return header
}
