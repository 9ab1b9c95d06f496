/** What `--help` prints. */
export const helpText = `Usage: carillon-lab [options]        (or: carillon lab [options])

Serves emulated push vendors (FCM, APNs, Huawei, Honor, Xiaomi, OPPO, vivo, Meizu) and virtual phones,
for the tests of any program that sends pushes. Prints one line of JSON with all addresses and the CA,
then logs to stderr until it is stopped (Ctrl-C, SIGTERM).

Where it listens (0, the default, takes a free port)
  --host <address>         address of the vendors' ports and the proxy (default: 127.0.0.1)
  --port <port>            one port for all vendors, told apart by the host name the client asks for
  --ports <list>           a vendor's own port: fcm=9001,apns=9002
  --proxy-port <port>      HTTP proxy (CONNECT) that leads the vendors' real host names to the emulators
  --control-port <port>    control API: apps, phones, faults, requests
  --control-host <address> (default: 127.0.0.1) anyone who reaches it may read every credential

What it serves
  --vendors <list>         only these: apns,fcm
  --host-names <list>      further names: push.test goes into all certificates, and the first such name into
                           the URLs; fcm=my-fcm.test stands for one vendor
  --data <folder>          keeps the CA and all apps with their credentials here, for the next run
  --ca-file <file>         writes the CA's certificate here (with --data it is <folder>/ca.pem)
  --seed <number>          for faults with a probability (default: 1)

  --until-stdin-ends       stop when standard input ends, so that it never outlives the program that started it
  --quiet                  no line for each request
  -V, --version            print the version
  -h, --help               print this

Point a client at it, without changing its URLs:
  HTTPS_PROXY=<proxy> NODE_EXTRA_CA_CERTS=<ca.pem> node your-tests.js
Node's own clients look at HTTPS_PROXY when NODE_USE_ENV_PROXY=1 is set (Node 22.21, 24.5 and newer).

docs/lab.md tells about the control API and the emulators.
`
