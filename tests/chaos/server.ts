// The server of the chaos test: short waits, and an end by SIGKILL at the step it is told.
import { serveDying } from '../support/dying.ts'

await serveDying({
  pushOptions: {
    pollMs: 200,
    parkAfterMs: 800,
    lanes: {
      requestTimeoutMs: 1_200,
      backoffBaseMs: 50,
      backoffMaxMs: 1_000,
      maxUnknowns: 50,
      shutBaseMs: 100,
      shutMaxMs: 1_000,
      stopBaseMs: 200,
      stopMaxMs: 1_000,
    },
  },
})
