import { generateKeyPairSync } from 'node:crypto'

let key: string | undefined

/** An EC key on P-256 in PKCS#8, made once. */
export const signingKey = (): string =>
  (key ??= generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey)

/** Fields of an APNs certificate with a signing key. */
export const apnsKeyFields = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  bundleID: 'im.carillon.demo',
  p8: signingKey(),
  keyID: 'ABC123DEFG',
  teamID: 'TEAM456789',
  ...changes,
})

/** A self-signed certificate for UID=im.carillon.demo until 2126 with its key, password "bells", base64. */
export const p12 =
  'MIIEjAIBAzCCBEIGCSqGSIb3DQEHAaCCBDMEggQvMIIEKzCCAuIGCSqGSIb3DQEHBqCCAtMwggLPAgEAMIICyAYJKoZIhvcNAQcB' +
  'MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjthdWebURFxQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEEKZ' +
  '5W5AsK6jStLTlwUEMq2AggJgbQPZt21SJluK/T/xM0tjAB2miZG55rNoyB1q35yEl/j6fzQS1w1uQ1LIXPr7OP9RxThoro+yYjHh' +
  '9xFs2lP3LRvezmgd80R9X9L2RMEAN/tQvW4zKUVcq/HDQtt4RxuCaWVil0wOFJGnSDLlIz7eAZTsrVTPbOCGVJ1Fw3rcjNAEtIfB' +
  'G/UwgvvSALWa1GZ9TbS3jgt8k/3KTa/mg0N6lKuX4BIXg+0Y90PK8PrzrRJCi0Quo3cB0glXES9nU5X8MRh9d6FwCZSTgF0GcJ40' +
  'u4C25uIUqsYQrmnvDlFNPYL6EMa1khBpiufr+oWB2rvDD8EXRaxhuCqPGzoqETFRONRFF4KnLuPJJipDm6d5O8/6IWG0a7aQG1n/' +
  'zpNoKcTVF6LSDXRM9F+5/wGgnazdyM5zAf21CGrxpSN8ivLuiQYNsSsSZi5nlz6KzIE6pjyY4VEPeoQZ9ak/2nPf5DIaawZjz6uV' +
  '2C/KLRQ4moTcJ/p21xJA8e/KMWKuptgRCiMvuHETK1Qwjk20sbPROQ/69GO0MPYfrKnFuWew6BiQ2/tZnd1Pd6Oc+sC0mDZRLQmJ' +
  'O9XliInkhl2Jwkmyx7Mr/RMGIgEgb9xegJaHNk593vUVfZW3roME3+gtzJGI7Rq5So3eBN6qCJu8OTCOXkPd37Av30nKyJc8xbRu' +
  'C8Mm5MXezN+XNtfHfyxqXugkKOrWb4wY3h4KphuTJ4d3N+gQbdVYsdQq6jaRoYiLww/OUjFx46JpKCqClqbxFYZuSQoAD4nHNSey' +
  'RY70K60sWevKx8aFVnlHYk7gbJyrwnOpd/IwggFBBgkqhkiG9w0BBwGgggEyBIIBLjCCASowggEmBgsqhkiG9w0BDAoBAqCB7zCB' +
  '7DBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIxOlfFO9XuN0CAggAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAc' +
  '+/2q2y5N70NaXGQVVWTTBIGQVCKrzmqFxj1uep9Wq+sjlU40TQ/Ru2UFd1SQ3PIehpnE3RRpIWRdHVIaDMZ2OKankyTN//1jBXoC' +
  'eV8AWD1BbgWmXs5tmtuXtd7lPrbpREsEAsgAZZ7tLwKKjXBbEbYxx3aEvtgyU//iVCTr8CtMLFhINH35LGGaaEB2rQpdFMCeFsSp' +
  'o/DzwReDBW79BjIbMSUwIwYJKoZIhvcNAQkVMRYEFDvp7nlKkEEUefaBAi4jNbxsAS4pMEEwMTANBglghkgBZQMEAgEFAAQgaFKY' +
  '6x4tnI3gcU1Nakd4xqriaMSFD5Ng0zNwa1KUrBUECFHZ43nB8JgLAgIIAA=='

/** The same, encrypted with RC2-40 as old Keychains did. */
export const oldP12 =
  'MIID+gIBAzCCA8AGCSqGSIb3DQEHAaCCA7EEggOtMIIDqTCCAp8GCSqGSIb3DQEHBqCCApAwggKMAgEAMIIChQYJKoZIhvcNAQcB' +
  'MBwGCiqGSIb3DQEMAQYwDgQIKG4pUrltzNgCAggAgIICWE0D95QE6xJTvLT9yAn0raZA8HKkJyb8AmNlZS8eKELRI7vehR7jv1pE' +
  'CDiq5xLLyNkCGUPzmwTRpUPUGvqQreI2neQp+2ENTTuBnodfMYPLNeE+Vh1wn0NryH6TfgvKRbEclvte7s6XndkLxxx9sodvp+fQ' +
  'IsMKfq/RgSbOpb7JrLvzznV76NgfHkteFbpkjZ6Q6ErL//FpvU+9wy2nl8y0PsF/QnWSi0gtskQQ6ehZk7R+NFGl2oterUTOPr98' +
  'E2MoBT2WfRbH+e0h5T1JK7l9uFOfAI0vk6lsZMkHgsneE/ZnC3Tr4+aFBOeOUFis0aB1fW2gaYqO3e/ivumPbJa7O3NsPAyYVXTr' +
  'gMhxG6e7SRsrJZ8b4D0cg0L1I2GHeMfdLqn2qifjHSxhe6qugbFtuMVUNr1imGzDWnrCFEVSnexjKWDMq8svRkkDsc9mLITydx8W' +
  'Mt/NBOfrEta0uY8Nx0B3lOayLsvfct7mWIJtj9zERog7gnaVuCwwa5mGfex7vgUn3OeoEqXl3AslPwiHjtiKUXFbOU25jr1q5hFi' +
  'NcHXC3E1CFhK4n4D+WAi+x99sQ5dL+7pUbs7DQokG4JcnuOgEloT+dFm0LAYXvNzqClJdxH0Kj4ejXhPEka9QOGopu85ozNEqwbf' +
  '3OPkj4uWjOqbtOaKPM9VIitPbxHvJ9kHgzM3N8qDNxdafod54e7mdhgCa+DNrUwDkRXJUjpnp+DkjRkZBk3HhxQ+ztnMFjNz+lUL' +
  '00KK93GptZ/lAjiJ6WJ5OmJ0EpPYJTb0Ph1iblnzb5bSxjCCAQIGCSqGSIb3DQEHAaCB9ASB8TCB7jCB6wYLKoZIhvcNAQwKAQKg' +
  'gbQwgbEwHAYKKoZIhvcNAQwBBjAOBAisTF6wh/NsigICCAAEgZAsdSS2OdJWBAmIVgakf9ujwcS/kx/z8kBj4J/X6XBPBAX7fOUr' +
  'imfsutUTVMNIDuPEO2DKLkj+dOI3zGzU4u61W5sAAlaXG8Oi2gi+cPJCNo1xzw9LtgJbR5b0yZW4vIkYmhj6/00fOvNJ8EldadTn' +
  'J83zkcjXogNWwaSW644z/+1eAT5ESDz4OXKVfghrZmAxJTAjBgkqhkiG9w0BCRUxFgQUO+nueUqQQRR59oECLiM1vGwBLikwMTAh' +
  'MAkGBSsOAwIaBQAEFB0JPoU0cxTd0IIsaD/IS4qJtAc6BAgTv6d68EUDfQICCAA='

/** The same certificate and key as PEM. */
export const certificatePem = `-----BEGIN CERTIFICATE-----
MIIB+zCCAaGgAwIBAgIURxcbDJiNjZXvsuUbJ+JGDsXCAUowCgYIKoZIzj0EAwIw
UjEgMB4GCgmSJomT8ixkAQEMEGltLmNhcmlsbG9uLmRlbW8xLjAsBgNVBAMMJUFw
cGxlIFB1c2ggU2VydmljZXM6IGltLmNhcmlsbG9uLmRlbW8wIBcNMjYxMTIzMTEz
MzQ3WhgPMjEyNjEwMzAxMTMzNDdaMFIxIDAeBgoJkiaJk/IsZAEBDBBpbS5jYXJp
bGxvbi5kZW1vMS4wLAYDVQQDDCVBcHBsZSBQdXNoIFNlcnZpY2VzOiBpbS5jYXJp
bGxvbi5kZW1vMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWlGBmrmMOt7+WmTB
+wH7pFCLv+yeSBx1XAn8AzhLiCfyCazdbrFP4xqL2sfXZsbP5FfNY+zPETDN41pf
FlXFi6NTMFEwHQYDVR0OBBYEFMCicmUr4FkLTFqbVd18HUzudgc2MB8GA1UdIwQY
MBaAFMCicmUr4FkLTFqbVd18HUzudgc2MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDSAAwRQIgBLD9umZHSE8/kXi9E9xJC170bE91uCQqzeEiHeHmImkCIQCT
WfIpERfWPaFOMHUXKRjr1FpU21vQKA4ysXO0iB/1Lg==
-----END CERTIFICATE-----
`
export const certificateKeyPem = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWYSURZPCWAnAJoJ4
CwHPVQnmnK4oyABq78M3p91IWP2hRANCAARaUYGauYw63v5aZMH7AfukUIu/7J5I
HHVcCfwDOEuIJ/IJrN1usU/jGovax9dmxs/kV81j7M8RMM3jWl8WVcWL
-----END PRIVATE KEY-----
`
